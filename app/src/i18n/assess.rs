//! The questionnaire.

super::messages! {
    title(id, name): "{id} {name}", "{id} {name}";
    all_checks: "全部检查项", "All checks";
    weight(weight): "权重{weight}", "Weight {weight}";
    target(level): "目标{level}级", "Target: level {level}";
    why: "为什么重要", "Why this matters";
    how: "怎么做", "How to";
    lowers_risks(risks): "降低的风险：{risks}", "Lowers the risks {risks}";
    in_catalog: "在目录中查看", "In the catalogue";
    gist_2: "有人在做", "somebody does it";
    gist_3: "成为规则并强制执行", "it is the rule, and enforced";
    gist_4: "有度量", "it is measured";
    gist_5: "度量改变做法", "the measurement changes what is done";
    met_of(met, total): "满足{met}/{total}", "{met} of {total} met";
    requires(ids): "先满足{ids}", "after {ids}";
    imported: "来自导入", "imported";
    inherited: "继承自平台", "inherited from a platform";
    proposed: "规则提议，未确认", "proposed by a rule, not confirmed";
    verified: "规则验证", "verified by a rule";

    met_up_to(level): "{level}级及以下全部满足", "All met up to level {level}";
    undo: "撤销", "Undo";
    level_done: "低级别的准则已标为满足。", "Everything up to that level is answered as met.";

    proof_until(day): "证明有效至{day}", "proof stands until {day}";
    proof_missing: "尚无证明", "no proof yet";

    reason_title: "不适用的理由", "Why it does not apply";
    reason_kind: "理由", "Reason";
    reason_words: "说明", "In words";
    reason_needed: "选定理由并写明后才会保存。", "Saved once a reason is chosen and explained.";

    attest: "第二人确认", "Confirm as a second person";
    attest_statement: "你看到了什么，据此确认？", "What did you see that confirms it?";
    attest_do: "确认", "Confirm";
    attest_other: "需要另一个人确认", "somebody else has to confirm";
    attested(name, day, statement): "{name}于{day}确认：{statement}", "{name} confirmed on {day}: {statement}";
    attest_void: "（回答在此之后改过，或已满一年，不再算作证明）", "(no longer counts: the answer changed since, or a year has passed)";
    withdraw: "撤回", "Withdraw";

    owner: "负责人", "Owner";
    nobody: "未指定", "Nobody yet";
    note: "备注", "Notes";
    note_by(name): "最后修改：{name}", "Last changed by {name}";
    note_none: "没有备注。", "No notes.";
    note_left(count): "还可写{count}字", "{count} ‹character|characters› left";
    note_over(count): "超出{count}字，缩短后才会保存", "{count} ‹character|characters› too long to be saved";

    documents: "证明文件", "Documents";
    documents_none: "还没有证明文件。", "No documents yet.";
    document_add: "添加证明文件", "Add a document";
    document_file: "文件", "File";
    document_file_hint: "不超过20 MiB，按原样保存", "Up to 20 MiB, kept as it is";
    document_url: "或链接", "Or a link";
    document_url_hint: "https://…，没有选择文件时使用", "https://…, where no file is chosen";
    document_title: "标题", "Title";
    document_title_hint: "不填则用文件名或链接", "Empty: the file's name or the link";
    document_effective: "生效日期", "Effective";
    document_effective_hint: "内容属实的日期，不是上传日期", "When what it says was true, not when it is added";
    document_until: "有效至", "Valid until";
    document_until_hint: "不填为生效后一年", "Empty: a year after it became effective";
    document_criteria: "能证明哪些准则", "What it proves";
    document_save: "添加", "Add";
    document_meta(effective, until, by): "{effective}起生效，有效至{until} · {by}", "Effective {effective}, until {until} · {by}";
    document_proves(ids): "证明{ids}", "Proves {ids}";
    document_expired: "已失效", "No longer valid";
    document_withdraw: "撤回后它不再算作证明，但仍留在历史中。", "It stays in the history and proves nothing any more.";

    previous: "上一项", "Previous";
    next: "下一项", "Next";
    save_previous: "保存，回上一项", "Save, previous";
    save_next: "保存，到下一项", "Save, next";
    index: "指数", "Index";
    progress: "进度与保存", "Progress and saving";
    side: "负责人、证明与备注", "Owner, proof and notes";
    save_quiet: "自动保存", "Saves by itself";
    saving: "正在保存…", "Saving…";
    saved(time): "已保存 {time}", "Saved {time}";
    save_retrying: "未保存，正在重试", "Not saved – retrying";
    save_kept: "内容留在这个浏览器里，可以继续填写；连接恢复后自动保存。", "Kept in this browser: go on, it is saved as soon as the connection is back.";
    save_signed_out: "未保存：请登录", "Not saved: sign in";
    save_refused: "未保存", "Not saved";
    save_choose: "未保存：请选择", "Not saved: choose";
    save_incomplete: "未保存：缺少内容", "Not saved: something is missing";
    unsaved_elsewhere: "还没有保存", "not saved yet";

    signed_out_title: "登录已过期，内容还没有保存", "Your session has ended; what you entered is not saved yet";
    signed_out_text(name): "填写的内容都留在这个浏览器里。请以“{name}”在新标签页登录，然后回到这里，会自动接着保存。", "Everything is kept in this browser. Sign in as {name} in a new tab and come back: saving goes on by itself.";
    signed_out_link: "在新标签页登录", "Sign in in a new tab";
    retry: "立即重试", "Try now";
    refused_title: "服务器没有接受", "The server did not take it";
    refused_text: "填写的内容留在这个浏览器里。可以重新打开页面看看现在的情况，或者放弃这些改动。", "What you entered is kept in this browser. Reload the page to see where it stands, or drop these changes.";
    discard: "放弃改动", "Drop the changes";

    conflict_answer(name, state): "{name}刚才回答：{state}", "{name} has just answered: {state}";
    conflict_taken_back: "这个回答刚才被撤回了", "The answer has just been taken back";
    conflict_mine(state): "你的回答：{state}（还没有保存）", "You: {state} (not saved)";
    conflict_tick: "保存时以勾选的为准。", "What is ticked is what will be saved.";
    keep_mine: "用我的", "Keep mine";
    keep_theirs: "用对方的", "Take theirs";
    keep_both: "两段都留", "Keep both";
    conflict_note: "备注刚才被别人改过", "Somebody has just changed the notes";
    mine: "我的", "Mine";
    theirs(name): "{name}的", "{name}";
    owner_is(name): "负责人：{name}", "Owner: {name}";

    read_only: "只能查看", "Read only";
    read_only_archived: "工作负载已归档，问卷不能修改。", "The workload is archived; its questionnaire can't be changed.";
    read_only_review: "评估正在审核，审核结束或撤回之前不能修改。", "The assessment is in review; it can be changed once it is withdrawn or sent back.";
    read_only_role: "你可以查看这份问卷，但没有填写权限。需要时请联系团队负责人。", "You may read this questionnaire but not fill it in. Ask the team's owner if you need to.";
    to_review: "查看审核", "To the review";

    key_down: "下一条准则", "Next criterion";
    key_up: "上一条准则", "Previous criterion";
    key_answers: "满足、不满足、未知、不适用", "Met, not met, unknown, not applicable";
    key_next: "下一个检查项", "Next check";
    key_previous: "上一个检查项", "Previous check";
    key_everything: "目标级别及以下全部满足", "Everything up to the target met";
    key_note: "写备注", "Write a note";
}
