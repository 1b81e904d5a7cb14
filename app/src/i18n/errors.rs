//! What went wrong: pages, fields, forms.

super::messages! {
    not_found: "没有这个页面", "No such page";
    not_found_hint: "地址可能写错了，内容可能已被删除，或者你没有查看它的权限。", "The address may be wrong, the thing may be gone, or you may not be allowed to see it.";
    forbidden: "没有权限", "Not allowed";
    forbidden_hint: "你的角色不能查看或进行这项操作。需要时请联系团队负责人或管理员。", "Your role does not allow this. Ask the team's owner or an administrator.";
    conflict: "现在不能这样做", "Not possible now";
    conflict_hint: "它的状态已经变了。请重新打开页面，看看现在的情况。", "It is no longer in the state it was in. Reload the page to see where it stands.";
    too_many: "尝试次数过多", "Too many tries";
    too_many_hint(seconds): "请在{seconds}秒后重试。", "Try again in {seconds} ‹second|seconds›.";
    unavailable: "服务暂时不可用", "Temporarily unavailable";
    unavailable_hint: "服务器或数据库没有响应。稍等片刻再重新打开页面。", "The server or its database does not answer. Wait a moment, then reload the page.";
    internal: "服务器出错了", "Something failed on our side";
    internal_hint(id): "错误已记入日志，编号{id}。请把编号告诉管理员。", "It is in the log as {id}. Give this id to your administrator.";
    sign_in_first: "请先登录", "Sign in first";
    sign_in_hint: "登录已过期，或者你还没有登录。", "Your session has ended, or you have not signed in yet.";
    to_start: "回到首页", "Go to the start page";
    reload: "重新打开", "Reload";

    check_fields: "请检查标出的内容。", "Check the fields that are marked.";
    stale: "没有保存：这期间有别人改过。下面是现在的内容，请核对后再保存。", "Nothing was saved: somebody changed it meanwhile. This is what stands now; check it, then save again.";
    text_required: "不能为空", "Must not be empty";
    text_too_short(min): "至少{min}个字符", "At least {min} ‹character|characters›";
    text_too_long(max): "最多{max}个字符", "At most {max} characters";
    text_control: "含有不可见的控制字符", "Contains a control character";
    text_malformed: "格式不正确", "Not in the right form";
    choice: "请从列出的选项中选择", "Choose one of the options";
    taken: "已被使用", "Already in use";
    date: "不是有效日期", "Not a date";
    date_order: "结束日期早于开始日期", "The end is before the beginning";
    past: "日期已过", "The date is in the past";
    future: "日期还没到", "The date is in the future";
    number: "不是范围内的整数", "Not a whole number in range";
    crossed: "“支持”与“相悖”的界限颠倒了", "The bounds of “supports” and “contradicts” are the wrong way round";
    mismatch: "两次输入不一致", "The two entries differ";
    wrong_password: "密码与账号不符", "The password does not match the account";
    file_too_large: "文件太大", "The file is too large";
    file_empty: "文件是空的", "The file is empty";
    cycle(way): "先后形成循环：{way}", "This order goes round in a circle: {way}";
    unknown_id(text): "没有这条准则，或就是它自己：{text}", "No such criterion, or the action itself: {text}";
    file_kind: "不支持这种文件", "Files of this kind are not taken";
}
