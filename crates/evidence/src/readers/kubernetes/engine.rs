//! Inference engines and how they serve, by image and arguments. What is left out proves nothing: engines
//! find the quantisation of a checkpoint by themselves.

use serde_json::Value;

use crate::fields::Fields;

use super::{
    args::{Args, variables},
    weights::{bits_of_method, bits_of_name},
    workload::Workload,
};

/// Words of images and commands that tell an engine.
const ENGINES: [(&str, &str); 14] = [
    ("vllm", "vllm"),
    ("sglang", "sglang"),
    ("text-generation", "tgi"),
    ("text-embeddings-inference", "tei"),
    ("trtllm", "tensorrt-llm"),
    ("tensorrt", "tensorrt-llm"),
    ("tritonserver", "triton"),
    ("ollama", "ollama"),
    ("llama-server", "llama.cpp"),
    ("llama.cpp", "llama.cpp"),
    ("lmdeploy", "lmdeploy"),
    ("huggingfaceserver", "huggingface"),
    ("nvcr.io/nim/", "nim"),
    ("mindie", "mindie"),
];

/// An engine in a container.
#[derive(Clone, Debug)]
pub struct Engine<'v> {
    /// Its container.
    pub container: &'v Value,
    /// Its name.
    pub name: &'static str,
    /// The model that it serves.
    pub model: Option<String>,
    /// The method by which weights were made smaller.
    pub quantization: Option<String>,
    /// The type of what the cache of keys and values holds, where it is not that of the model.
    pub cache_type: Option<String>,
    /// Whether a prefix is computed once; nothing where the engine decides.
    pub prefix_caching: Option<bool>,
    /// Whether a small model guesses ahead.
    pub speculative: bool,
    /// The type of numbers that it computes with.
    pub number_type: Option<String>,
}

impl<'v> Engine<'v> {
    /// The engines of a workload.
    pub fn all(workload: &Workload<'v>) -> Vec<Self> {
        let containers = workload.containers().into_iter();
        containers.filter_map(|c| Self::of(c, workload)).collect()
    }

    fn of(container: &'v Value, workload: &Workload<'v>) -> Option<Self> {
        let args = Args::of(container);
        let name = name(container, &args)?;
        let variables = variables(container);
        let variable = |names: &[&str]| {
            let value = names.iter().find_map(|name| variables.get(name));
            value.map(|v| (*v).to_owned())
        };
        let set =
            |value: &String| !matches!(value.to_lowercase().as_str(), "none" | "null" | "auto");
        let speculation = [
            "speculative-config",
            "speculative-model",
            "speculative-algorithm",
            "speculate",
            "num-speculative-tokens",
        ];
        Some(Self {
            container,
            name,
            model: model(&args, container, workload).or_else(|| {
                variable(&[
                    "MODEL_ID",
                    "HF_MODEL_ID",
                    "MODEL",
                    "MODEL_NAME",
                    "MODEL_PATH",
                ])
            }),
            quantization: args
                .value(&["quantization", "quantize"])
                .or_else(|| variable(&["QUANTIZE", "QUANTIZATION"]))
                .filter(set),
            cache_type: args
                .value(&["kv-cache-dtype"])
                .or_else(|| variable(&["KV_CACHE_DTYPE"]))
                .filter(set),
            prefix_caching: prefix_caching(&args),
            speculative: args.value(&speculation).is_some(),
            number_type: args.value(&["dtype"]).filter(set),
        })
    }

    /// The bits of a weight, where they can be known.
    pub fn weight_bits(&self) -> Option<u8> {
        let method = self.quantization.as_deref().and_then(bits_of_method);
        method.or_else(|| self.model.as_deref().and_then(bits_of_name))
    }

    /// Whether anything is seen that makes it faster.
    pub fn accelerated(&self) -> bool {
        let small = |t: &String| ["fp8", "int8", "int4", "fp4"].iter().any(|s| t.contains(s));
        self.speculative
            || self.weight_bits().is_some_and(|bits| bits <= 8)
            || self.cache_type.as_ref().is_some_and(small)
    }
}

fn name(container: &Value, args: &Args) -> Option<&'static str> {
    let image = container.text("image").unwrap_or_default().to_lowercase();
    // Routers and metrics of an engine bear its name.
    let beside = [
        "router", "gateway", "exporter", "epp", "sidecar", "operator",
    ];
    let router = |word: &str| !word.starts_with('-') && word.contains("router");
    if beside.iter().any(|word| image.contains(word)) || args.words().take(8).any(router) {
        return None;
    }
    let format = container.at("modelFormat").text("name");
    let words = args.words().take(64).map(str::to_lowercase);
    let texts: Vec<String> = [image].into_iter().chain(words).collect();
    let told = |(word, _): &&(&str, &str)| texts.iter().any(|text| text.contains(word));
    let found = ENGINES.iter().find(told).map(|(_, name)| *name);
    found.or_else(|| (format == Some("huggingface")).then_some("huggingface"))
}

fn model(args: &Args, container: &Value, workload: &Workload<'_>) -> Option<String> {
    let options = ["model", "model-path", "model-id", "model-name", "hf-repo"];
    // KServe names what to load beside the arguments, `LLMInferenceService` above the pods.
    let beside = workload.object.spec().at("model");
    // What a template will fill in is no name yet.
    let named = |name: &String| !name.contains("{{");
    args.behind("serve")
        .map(str::to_owned)
        .or_else(|| args.value(&options))
        .or_else(|| args.value(&["served-model-name"]))
        .or_else(|| beside.any_text(&["name", "uri"]).map(str::to_owned))
        .or_else(|| container.text("storageUri").map(str::to_owned))
        .filter(named)
}

fn prefix_caching(args: &Args) -> Option<bool> {
    args.switch("enable-prefix-caching")
        .or_else(|| args.switch("disable-radix-cache").map(|off| !off))
}
