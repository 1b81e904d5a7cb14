//! Cost and energy.

use domain::Locale;
use domain::cost::{Basis, Quantity};

super::messages! {
    organisation_title: "成本与能耗", "Cost and energy";
    title(name): "成本与能耗：{name}", "Cost and energy: {name}";
    month: "月份", "Month";
    currency: "币种", "Currency";
    breakdown: "分类维度", "Break down by";
    by_team: "团队", "Team";
    by_workload: "工作负载", "Workload";
    by_model: "模型", "Model";
    by_feature: "功能", "Feature";
    running: "本月尚未结束", "This month is not over";
    counted(count): "{count}个工作负载有数据", "Workloads with data: {count}";
    csv: "CSV", "CSV";

    no_data: "无数据", "no data";
    spend: "支出", "Spend";
    spend_none: "导入FOCUS账单、OpenCost或LiteLLM文件，或接入LiteLLM指标", "Hand in a FOCUS bill, OpenCost or LiteLLM rows, or send LiteLLM's metrics";
    budget_of(share, budget): "预算{budget}，已用{share}", "{share} of the budget of {budget}";
    budget_of_teams(share, budget, teams): "{teams}个团队的预算合计{budget}，已用{share}", "{share} of {budget}, the budgets of {teams} ‹team|teams›";
    budget_unspent(budget): "预算{budget}", "Budget {budget}";
    budget_none: "没有预算", "No budget";
    tokens: "Token", "Tokens";
    tokens_note(read, written, cached): "输入{read}（其中缓存命中{cached}），输出{written}", "{read} input ({cached} from a cache), {written} output";
    tokens_none: "接入LiteLLM、OpenTelemetry、vLLM或SGLang的指标，或发送调用链", "Send metrics of LiteLLM, OpenTelemetry, vLLM or SGLang, or traces";
    gpu: "GPU利用率", "GPU utilisation";
    gpu_note(hours): "共{hours} GPU小时，按小时平均", "Mean over {hours} GPU hours";
    gpu_none: "接入DCGM的GPU指标", "Send DCGM's GPU metrics";
    energy: "用电量", "Energy";
    energy_note(with, of): "{of}个工作负载中{with}个有数据", "Known for {with} of {of} workloads";
    energy_own: "来自遥测或文件", "From telemetry or files";
    energy_none: "接入DCGM或Kepler的能耗指标，或导入CodeCarbon文件", "Send DCGM's or Kepler's energy metrics, or hand in CodeCarbon's file";
    carbon: "碳排放", "CO₂e";
    carbon_note(with, of): "{of}个工作负载中{with}个可计算", "Known for {with} of {of} workloads";
    carbon_own: "用电量 × PUE × 电网强度 + 隐含排放，或文件所列", "Energy × PUE × intensity + embodied, or stated by files";
    carbon_none: "有用电量数据后设置PUE与电网强度，或导入CodeCarbon、云厂商碳排放文件", "Set PUE and grid intensity once energy is known, or hand in CodeCarbon's or a cloud provider's file";
    sci: "每千Token碳强度（SCI）", "SCI per 1,000 tokens";
    sci_note: "碳排放 ÷ Token × 1000，只算两者都有的工作负载", "CO₂e ÷ tokens × 1,000, where both are known";
    sci_none: "需要同时有碳排放与Token", "Needs both CO₂e and tokens";

    trend: "近12个月", "The last 12 months";
    trend_spend(currency): "支出（{currency}）", "Spend ({currency})";
    trend_energy: "用电量（kWh）", "Energy (kWh)";
    trend_heard(what, list): "{what}：{list}", "{what}: {list}";
    trend_empty: "近12个月没有数据。", "Nothing in the last 12 months.";
    days: "按天", "Day by day";
    days_tokens: "每天的Token", "Tokens a day";
    days_spend(currency): "每天的支出（{currency}）", "Spend a day ({currency})";
    days_gpu: "每天的GPU利用率", "GPU utilisation by day";
    days_energy: "每天的用电量（kWh）", "Energy a day (kWh)";
    highest(value, day): "最高{value}（{day}）", "Highest {value} ({day})";
    days_with(count, of): "{of}天中{count}天有数据", "Data on {count} of {of} ‹day|days›";

    rows_by(what): "按{what}", "By {what}";
    rows_count(count): "共{count}行", "{count} ‹row|rows›";
    no_rows: "这个月没有数据", "Nothing in this month";
    no_rows_text: "选择别的月份，或者让工作负载接入遥测、导入账单。", "Choose another month, or connect telemetry and hand in bills.";
    to_workloads: "去工作负载", "To the workloads";
    not_named: "未标明", "Not named";
    other_names: "其余名称合计", "All further names";
    only_model(name): "只看模型：{name}", "Only model: {name}";
    only_feature(name): "只看功能：{name}", "Only feature: {name}";
    only_remove: "取消这个筛选", "Show all again";
    only_note: "GPU、用电量、碳排放与预算不按模型和功能区分", "GPUs, energy, carbon and budgets are not told apart by model or feature";
    parts_first(shown, count): "共{count}个，列出前{shown}个；其余见下方的数据来源。", "The first {shown} of {count}; all are among the rows below.";
    name: "名称", "Name";
    budget: "预算", "Budget";
    read: "输入", "Input";
    written: "输出", "Output";
    cached: "缓存命中", "From a cache";
    per_sci: "SCI，克/千Token", "SCI, g per 1,000";
    kwh: "kWh", "kWh";
    carbon_kg: "CO₂e，kg", "CO₂e, kg";
    workloads: "工作负载数", "Workloads";

    models: "按模型", "By model";
    features: "按功能", "By feature";
    features_hint: "来自遥测标签feature、agent，LiteLLM的请求标签，FOCUS账单的Tags，OpenCost的标签", "From labels feature or agent of telemetry, LiteLLM's request tags, Tags of a FOCUS bill, labels in OpenCost";
    nothing_named: "这个月没有Token或支出。", "No tokens and no spend in this month.";

    budgets: "预算", "Budgets";
    budgets_note: "每月一个数额；用到80%和100%时，团队负责人会收到通知。", "An amount a month; the team's owners are told at 80% and at 100%.";
    budgets_none: "还没有预算。", "No budget yet.";
    budgets_read_only: "预算由团队负责人设置。", "The team's owners set budgets.";
    amount: "每月数额", "Amount a month";
    currency_hint: "ISO 4217代码，如CNY、USD", "The code of ISO 4217: CNY, USD …";
    set_budget: "设置预算", "Set a budget";
    change: "修改", "Change";
    save: "保存", "Save";
    remove: "删除", "Remove";
    remove_budget_question(currency): "删除{currency}预算后，不再就它发出通知。", "Without the {currency} budget nobody is told of it any more.";
    set_by(name): "由{name}设置于", "Set by {name},";
    spent_of(spent, amount): "已用{spent} / {amount}", "{spent} of {amount}";
    spent_unknown(amount): "预算{amount}，支出无数据", "budget {amount}, no data on spend";
    step_80: "已超过80%", "Above 80%";
    step_100: "已超出预算", "Above the budget";
    within: "预算之内", "Within the budget";

    factors: "碳排放系数", "Carbon factors";
    factors_note: "电网强度用本地区的数值，控制台不代为假设世界平均值。", "Use the intensity of your region's grid: the console assumes no world average.";
    factors_none: "还没有系数，只显示用电量。", "None set: only energy is shown.";
    factors_inherited: "沿用团队的系数", "The team's factors hold";
    factors_shown(pue, intensity, embodied): "PUE {pue}，电网强度{intensity} gCO₂e/kWh，隐含排放每月{embodied} kg", "PUE {pue}, grid {intensity} gCO₂e/kWh, embodied {embodied} kg a month";
    factors_source(source): "来源：{source}", "Source: {source}";
    set_factors: "设置系数", "Set factors";
    pue: "PUE", "PUE";
    pue_hint: "数据中心电能利用效率，1–3", "Power usage effectiveness of the data centre, 1–3";
    intensity: "电网强度", "Grid intensity";
    intensity_hint: "gCO₂e/kWh，0–2000", "gCO₂e/kWh, 0–2000";
    embodied: "隐含排放", "Embodied emissions";
    embodied_hint: "设备制造的排放分摊到每月，kg；可不填", "A month's share of making the machines, kg; may stay empty";
    source: "来源", "Source";
    source_hint: "数值出自哪里，例如生态环境部公布的年份", "Where the numbers are from";
    remove_factors_question: "删除后，碳排放只按团队的系数或文件所列计算。", "Without them only the team's factors or files give emissions.";

    behind: "数据来源", "What is behind it";
    behind_note: "每个数字由这些序列和文件相加而来。", "Each figure is the sum of these series and files.";
    behind_all: "全部", "Everything";
    open: "计量项", "Figure";
    open_cache: "前缀缓存", "Prefix cache";
    open_calls: "调用", "Calls";
    quantity: "计量项", "Quantity";
    origin: "来源", "Source";
    origin_series: "遥测", "Telemetry";
    origin_file: "文件", "File";
    model: "模型", "Model";
    feature: "功能", "Feature";
    days_column: "天数", "Days";
    span(first, last): "{first}至{last}", "{first} to {last}";
    series_of(name): "{name}的序列", "Series of {name}";
    series_gone: "这个月的逐小时数据已不再保留，只有按天的合计。", "The hours of this month are kept no longer; only the days are.";
    labels: "标签", "Labels";
    total: "数量", "Amount";
    hours: "有数据的小时", "Hours with data";
    how: "怎么计算的", "How this is counted";
    how_tokens: "同一批Token会经过网关、客户端和推理引擎，各自都会计数，不能相加。每天按网关、客户端、推理引擎、调用链、LiteLLM文件的顺序，取第一个有数的。", "The same tokens pass a gateway, a client and an engine, and each counts them, so they are never added. For each day the first that has any counts: gateway, client, engine, traces, rows of LiteLLM.";
    how_spend: "FOCUS账单按其周期平摊到每天；有账单的日子，同币种的其他来源不再计入。没有账单时，集群分摊（OpenCost）与网关支出相加。不同币种从不相加。同名文件每天取最新的一份；与另一份同日开始而结束更晚的文件取代它。", "A FOCUS bill is laid evenly on its days, and on them it stands for everything in its currency. Without one, allocations of a cluster (OpenCost) and a gateway's spend add up. Currencies are never added. Of files with one name the newest counts for a day; a file that begins with another and reaches further replaces it.";
    how_gpu: "每块GPU每小时的平均利用率，再对所有GPU小时求平均。", "The mean of each GPU and hour, then the mean over all GPU hours.";
    how_energy: "GPU与CPU的用电量相加。累计焦耳取增量；只有功率时，取每小时平均功率。没有实测时，用CodeCarbon文件新增的部分。", "GPUs and processors add up. Joules count by their increase; where only power is known, by the mean of each hour. Without a meter, what CodeCarbon's file adds.";
    how_carbon: "SCI（ISO/IEC 21031）：用电量 × PUE × 电网强度 + 隐含排放。未结束的月份，隐含排放只计已过去的天数。", "SCI (ISO/IEC 21031): energy × PUE × grid intensity + embodied emissions; of a running month those of its days so far.";
    how_days: "日期按UTC划分。", "Days are those of UTC.";

    part_figures: "数据", "Figures";
    part_calculators: "测算", "Calculators";
    parts: "成本与能耗的各部分", "Parts of cost and energy";

    estimate: "测算，不是承诺", "An estimate, not a promise";
    base: "基数", "Basis";
    base_note(first, last, days): "本工作负载{first}至{last}的实际数据，其中{days}天有数据。每个假设都可以改，改后的网址可以分享。", "This workload's own figures from {first} to {last}, with data on {days} ‹day|days›. Change any assumption; the address keeps them and can be shared.";
    base_empty(first, last): "本工作负载{first}至{last}没有数据。可以填入自己的数，或先接入遥测、导入账单。", "This workload has no figures from {first} to {last}. Enter your own, or connect telemetry and hand in bills first.";
    compute: "重新计算", "Compute";
    reset: "恢复默认", "Back to the defaults";
    from_source: "依据", "Source";
    saves(low, high): "每月可省{low}–{high}", "Saves {low}–{high} a month";
    saves_one(value): "每月可省{value}", "Saves {value} a month";
    saves_share(low, high): "占支出的{low}–{high}", "{low}–{high} of what is spent";
    missing_list(list): "填写后即可计算：{list}", "Enter these to compute: {list}";
    quantisation: "量化", "Quantisation";
    quantisation_formula: "可省 = 机器支出 × 可量化部分 ×（1 − 1 ÷ 吞吐倍数）× 可释放比例", "saved = machines × part × (1 − 1 ÷ gain) × released";
    quantisation_source: "白皮书第4章，设计原则06：INT4/INT8量化后显存降低50%–75%，吞吐为原来的2–4倍", "Whitepaper, chapter 4, design principle 06: INT4/INT8 takes 50–75% less memory and gives 2–4 times the throughput";
    batching: "连续批处理", "Continuous batching";
    batching_formula: "可省 = 机器支出 ×（1 − 现利用率 ÷ 目标利用率）× 可释放比例", "saved = machines × (1 − utilisation now ÷ then) × released";
    batching_source: "白皮书第4章，设计原则06：GPU利用率从20%–30%提升至70%–80%", "Whitepaper, chapter 4, design principle 06: GPU utilisation from 20–30% to 70–80%";
    routing: "模型路由", "Routing by complexity";
    routing_formula: "可省 = 支出 × Σ（各类请求占支出的比例 × 该类可省比例）；简单问答的比例不高于短调用占比，也不高于短调用数 × 350 ÷ 总Token", "saved = spend × Σ (a band's part of the spend × what it saves); simple questions: at most the share of short calls, and short calls × 350 ÷ all tokens";
    routing_source: "白皮书第4章，设计原则07：简单问答路由到1B–3B省90%以上，分类提取到7B省70%–80%，生成摘要到13B–34B省40%–60%", "Whitepaper, chapter 4, design principle 07: simple questions on 1B–3B save more than 90%, classification on 7B 70–80%, generation on 13B–34B 40–60%";
    reuse: "KV缓存复用", "KV-cache reuse";
    reuse_formula: "可省 = 支出 ×（现读取成本 − 目标读取成本）÷ 总成本；读取成本 = 输入 ×（1 − 命中率 ×（1 − 缓存价）），总成本另加输出 × 输出权重", "saved = spend × (reading now − then) ÷ all; reading = input × (1 − hits × (1 − price of a cached token)), all = reading + output × weight";
    reuse_source: "白皮书第4章，设计原则06：相同系统提示词的请求共享KV缓存；目标命中率取规则C08.prefix的支持线", "Whitepaper, chapter 4, design principle 06: requests with the same system prompt share the KV cache; the target is where rule C08.prefix supports";
    tco: "自托管开源模型与商业API的总体拥有成本", "TCO: a self-hosted open model, or a commercial API";
    tco_formula: "API = 未缓存输入 × 输入价 + 缓存 × 缓存价 + 输出 × 输出价；自托管 = GPU数 × 720小时 × 单价 ÷ GPU占比 + 人力 + 其他；GPU数 = ⌈输出 × 峰均比 ÷（每秒Token × 3600 × 720 × 利用率）⌉，不少于最少数量", "API = uncached × price in + cached × price cached + output × price out; self-hosted = GPUs × 720 h × price ÷ GPU share + people + other; GPUs = ⌈output × peak ÷ (tokens a second × 3600 × 720 × utilisation)⌉, at least the least number";
    tco_source: "白皮书第4章，定义与重要性：自托管的成本未必低于商业API；GPU占AI成本超过70%（第1章）；检查项C06", "Whitepaper, chapter 4: self-hosting is not always cheaper; chapter 1: GPUs are more than 70% of the cost of AI; check C06";
    tco_api: "商业API", "Commercial API";
    tco_own: "自托管", "Self-hosted";
    tco_gpus(count): "{count}块GPU", "{count} ‹GPU|GPUs›";
    tco_parts(gpus, rest): "其中GPU {gpus}，其他基础设施{rest}", "GPUs {gpus}, other infrastructure {rest}";
    tco_cheaper_api(amount): "按这个用量，API每月便宜{amount}", "At this volume the API is cheaper by {amount} a month";
    tco_cheaper_own(amount): "按这个用量，自托管每月便宜{amount}", "At this volume self-hosting is cheaper by {amount} a month";
    tco_even: "按这个用量，两者相同", "At this volume both cost the same";
    tco_break(times): "用量达到现在的{times}倍时，两者持平", "Both cost the same at {times} times this volume";
    tco_never: "任何用量下自托管都更贵：单位Token的机器成本高于API价格", "Self-hosting costs more at any volume: its cost of a token is above the API's price";
    forecast: "容量预测", "Capacity forecast";
    forecast_formula: "每日合计的最小二乘直线：y = a + b·天；区间 = ±1.96 · s · √(1 + 1/n + (x − x̄)² ÷ Σ(x − x̄)²)", "Least squares through daily totals: y = a + b·day; band = ±1.96 · s · √(1 + 1/n + (x − x̄)² ÷ Σ(x − x̄)²)";
    forecast_source(target): "白皮书第5章，检查项O07：基于历史数据预测容量；容量按框架的目标GPU利用率下限{target}%", "Whitepaper, chapter 5, check O07: capacity forecast from history; capacity at the lower end of the framework's target utilisation, {target}%";
    forecast_of: "预测对象", "What to forecast";
    forecast_gpu: "GPU忙时（GPU小时/天）", "Busy GPU hours a day";
    forecast_tokens: "Token（每天）", "Tokens a day";
    capacity: "每天的容量", "Capacity of a day";
    capacity_own_gpu(target): "按最近一周的GPU数 × 24小时 × {target}%", "GPUs of the last week × 24 h × {target}%";
    capacity_own_tokens(target): "按最近一周的GPU数 × 24小时 × {target}% × 每忙时Token（近90天）", "GPUs of the last week × 24 h × {target}% × tokens of a busy GPU hour (last 90 days)";
    capacity_given: "由你填写", "Given by you";
    capacity_none: "没有GPU数据，请填写", "No GPU data: enter one";
    forecast_short(days): "预测需要近90天里至少{days}天的数据。", "A forecast needs at least {days} days of data within the last 90.";
    forecast_line(now, slope): "目前每天{now}，每天变化{slope}", "{now} a day now, changing by {slope} a day";
    forecast_fit(fit, error, days): "R² {fit}，每日离散±{error}，{days}天", "R² {fit}, scatter of a day ±{error}, {days} days";
    forecast_at(ahead): "{ahead}天后", "In {ahead} ‹day|days›";
    forecast_band(low, high): "{low}–{high}", "{low}–{high}";
    forecast_reached(days): "按趋势，{days}天后达到容量", "The line reaches the capacity in {days} ‹day|days›";
    forecast_over: "趋势线已达到容量", "The line has reached the capacity";
    forecast_earliest(days): "最早{days}天后（区间上沿）", "At the earliest in {days} ‹day|days› (upper edge of the band)";
    forecast_never: "按趋势，十年内不会达到容量", "The line does not reach the capacity within ten years";
    forecast_no_capacity: "填写容量后可算出达到的日期", "Enter a capacity to see when it is reached";
    history_heard(list): "近90天每天的合计：{list}", "Totals of the last 90 days: {list}";
    basis_own: "本工作负载", "own figures";
    basis_whitepaper: "白皮书", "whitepaper";
    basis_rule: "框架规则", "framework's rule";
    basis_usual: "常用值，请核对", "usual value, check it";
    basis_given: "由你填写", "given by you";
    basis_unknown: "未知，请填写", "unknown, enter it";
    basis_kept: "本工作负载已保存的假设", "kept for this workload";
    keep: "保存为本工作负载的假设", "Keep for this workload";
    forget: "清除已保存的假设", "Forget what is kept";
    kept_note: "已保存的假设对所有读者生效，直到有人改动；未改动的数随本工作负载的数据更新。", "What is kept holds for every reader until somebody changes it; what nobody changed follows the workload's own figures.";

    q_tokens_in: "输入Token", "Input tokens";
    q_tokens_out: "输出Token", "Output tokens";
    q_tokens_cached: "缓存命中Token", "Input tokens from a cache";
    q_spend: "支出", "Spend";
    q_gpu_hours: "GPU时长（小时）", "GPU hours";
    q_gpu_busy: "GPU时长 × 利用率", "GPU hours × utilisation";
    q_energy: "实测用电量（kWh）", "Metered energy (kWh)";
    q_energy_stated: "文件所列用电量（kWh）", "Energy in files (kWh)";
    q_carbon: "文件所列碳排放（g）", "Emissions in files (g)";
    q_prefix_asked: "前缀缓存查询", "Prefix cache: looked up";
    q_prefix_found: "前缀缓存命中", "Prefix cache: found";
    q_calls: "模型调用", "Calls of models";
    q_calls_short: "短调用", "Short calls";
}

super::codes! {
    /// What a calculator assumes.
    assumption, ASSUMPTIONS, no_data:
    "spend": "每月支出", "Spend a month";
    "machines": "其中推理机器的支出", "Of it, serving machines";
    "released": "腾出的机器可释放（%）", "Freed machines given back (%)";
    "tokens_in": "每月输入Token", "Input tokens a month";
    "tokens_cached": "其中命中缓存", "Of them from a cache";
    "tokens_out": "每月输出Token", "Output tokens a month";
    "q_part": "可量化部分（%）", "Part to be quantised (%)";
    "q_low": "吞吐倍数，低", "Gain, low";
    "q_high": "吞吐倍数，高", "Gain, high";
    "b_now": "现利用率（%）", "Utilisation now (%)";
    "b_low": "目标利用率，低（%）", "Utilisation then, low (%)";
    "b_high": "目标利用率，高（%）", "Utilisation then, high (%)";
    "r_faq": "简单问答占支出（%）", "Simple questions, part of the spend (%)";
    "r_faq_low": "可省，低（%）", "Saves, low (%)";
    "r_faq_high": "可省，高（%）", "Saves, high (%)";
    "r_extract": "分类提取占支出（%）", "Classification, part of the spend (%)";
    "r_extract_low": "可省，低（%）", "Saves, low (%)";
    "r_extract_high": "可省，高（%）", "Saves, high (%)";
    "r_generate": "生成摘要占支出（%）", "Generation, part of the spend (%)";
    "r_generate_low": "可省，低（%）", "Saves, low (%)";
    "r_generate_high": "可省，高（%）", "Saves, high (%)";
    "k_now": "现命中率（%）", "Hits now (%)";
    "k_then": "目标命中率（%）", "Hits then (%)";
    "k_weight": "输出Token的权重", "Weight of an output token";
    "k_price": "缓存Token的价格（%）", "Price of a cached token (%)";
    "a_in": "输入单价（每百万Token）", "Price per million input tokens";
    "a_cached": "缓存单价（每百万Token）", "Price per million cached tokens";
    "a_out": "输出单价（每百万Token）", "Price per million output tokens";
    "o_gpu": "GPU单价（每小时）", "GPU price an hour";
    "o_rate": "满载GPU每秒输出Token", "Output tokens a second of a busy GPU";
    "o_util": "可保持的利用率（%）", "Utilisation to be kept (%)";
    "o_peak": "峰均比", "Peak to mean";
    "o_least": "最少GPU数（冗余）", "GPUs at least, for redundancy";
    "o_share": "GPU占基础设施成本（%）", "GPU share of infrastructure (%)";
    "o_people": "人力（每月）", "People a month";
    "o_other": "微调、迁移等（每月）", "Fine-tuning, migration … a month";
}

/// What is counted.
pub(crate) const fn quantity_name(l: Locale, quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::TokensIn => q_tokens_in(l),
        Quantity::TokensOut => q_tokens_out(l),
        Quantity::TokensCached => q_tokens_cached(l),
        Quantity::Spend => q_spend(l),
        Quantity::GpuHours => q_gpu_hours(l),
        Quantity::GpuBusy => q_gpu_busy(l),
        Quantity::Energy => q_energy(l),
        Quantity::EnergyStated => q_energy_stated(l),
        Quantity::Carbon => q_carbon(l),
        Quantity::PrefixAsked => q_prefix_asked(l),
        Quantity::PrefixFound => q_prefix_found(l),
        Quantity::Calls => q_calls(l),
        Quantity::CallsShort => q_calls_short(l),
    }
}

/// A head over amounts of money; where none came in, there is no currency either.
pub(crate) fn spend_in(l: Locale, currency: &str) -> String {
    if currency.is_empty() {
        spend(l).to_owned()
    } else {
        trend_spend(l, currency)
    }
}

/// Where an assumption is from.
pub(crate) const fn basis(l: Locale, basis: Basis) -> &'static str {
    match basis {
        Basis::Own => basis_own(l),
        Basis::Whitepaper => basis_whitepaper(l),
        Basis::Rule => basis_rule(l),
        Basis::Usual => basis_usual(l),
        Basis::Given => basis_given(l),
        Basis::Kept => basis_kept(l),
    }
}
