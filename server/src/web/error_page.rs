//! A page that needs nothing: for what goes wrong before or beside the application.

use axum::response::{Html, IntoResponse, Response};
use domain::Locale;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};

use crate::web::{RequestId, embedded};

/// Nothing runs on it, and nothing can be sent from it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Says in the reader's language what happened and what to do.
pub fn page(status: StatusCode, locale: Locale, request: Option<RequestId>) -> Response {
    let (title, hint) = words(status, locale);
    let home = match locale {
        Locale::Zh => "回到首页",
        Locale::En => "Go to the start page",
    };
    let style = embedded::style_address()
        .map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">"))
        .unwrap_or_default();
    let id = match (request, locale) {
        (Some(id), Locale::Zh) if status.is_server_error() => {
            format!("<p>编号 <code>{}</code></p>", id.0)
        }
        (Some(id), Locale::En) if status.is_server_error() => {
            format!("<p>Id <code>{}</code></p>", id.0)
        }
        _ => String::new(),
    };
    let (lang, code) = (locale.tag(), status.as_u16());
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">{style}<title>{code} {title} · Hexastyle</title></head>\
         <body><main id=\"main\" class=\"l-main l-main--narrow\"><h1>{title}</h1><p>{hint}</p>{id}\
         <p><a href=\"/\">{home}</a></p></main></body></html>\n"
    );
    let mut response = (status, Html(html)).into_response();
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// What happened, and what to do.
fn words(status: StatusCode, locale: Locale) -> (&'static str, &'static str) {
    let (zh, en) = match status {
        StatusCode::BAD_REQUEST => (
            (
                "请求无法读取",
                "发来的内容不完整或编码有误。请返回上一页重试。",
            ),
            (
                "The request can't be read",
                "What was sent is incomplete or wrongly encoded. Go back and try again.",
            ),
        ),
        StatusCode::FORBIDDEN => (
            (
                "没有权限",
                "你的角色不能查看或进行这项操作。需要时请联系团队负责人或管理员。",
            ),
            (
                "Not allowed",
                "Your role does not allow this. Ask the team's owner or an administrator.",
            ),
        ),
        StatusCode::NOT_FOUND => (
            (
                "没有这个页面",
                "地址可能写错了，内容可能已被删除，或者你没有查看它的权限。",
            ),
            (
                "No such page",
                "The address may be wrong, the thing may be gone, or you may not be allowed to see it.",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            (
                "不能这样打开",
                "这个地址只接受表单提交。请从页面上的按钮操作。",
            ),
            (
                "Not to be opened like this",
                "This address takes forms only. Use the button on its page.",
            ),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            (
                "内容太大",
                "什么也没有保存。文件最大20 MiB，文字请缩短后再试。",
            ),
            (
                "Too large",
                "Nothing was saved. Files may have 20 MiB; shorten texts and try again.",
            ),
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            ("尝试次数过多", "请过一会儿再试。"),
            ("Too many tries", "Wait a while, then try again."),
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            ("不支持这种格式", "这个地址只接受网页表单。什么也没有保存。"),
            (
                "Not in a form that is taken",
                "This address takes web forms only. Nothing was saved.",
            ),
        ),
        StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT
        | StatusCode::REQUEST_TIMEOUT => (
            ("服务暂时不可用", "服务器或数据库没有响应。稍等片刻再试。"),
            (
                "Temporarily unavailable",
                "The server or its database does not answer. Wait a moment, then try again.",
            ),
        ),
        _ => (
            ("服务器出错了", "错误已记入日志。请把编号告诉管理员。"),
            (
                "Something failed on our side",
                "It is in the log. Give the id to your administrator.",
            ),
        ),
    };
    match locale {
        Locale::Zh => zh,
        Locale::En => en,
    }
}
