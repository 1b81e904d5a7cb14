//! The three-layer map.

super::messages! {
    title(name): "架构图：{name}", "Map: {name}";
    picture(name): "{name}的三层架构图", "Three-layer map of {name}";
    picture_help: "方向键在组件之间移动，回车打开；下面有同样内容的文字清单。", "Arrow keys go from part to part, Enter opens; the same stands as a list below.";
    see: "图上显示", "Shown on the map";
    key: "图例", "Key";
    key_calls: "连线", "Lines";
    svg: "SVG", "SVG";
    json: "JSON", "JSON";
    counts(parts, calls): "{parts}个组件，{calls}条调用", "{parts} parts, {calls} calls";
    lay_out: "重新布局", "Lay out anew";
    lay_out_question(count): "{count}个组件有手工摆放的位置，重新布局会放弃这些位置。", "{count} parts stand where somebody put them. Laying out anew gives these places up.";

    empty: "还没有架构图", "There is no map yet";
    empty_text: "架构图说明系统由哪些组件组成、谁调用谁；检查项、发现、信号和风险会落到各自的组件上，一眼看出问题在哪里。可以从模板开始，从已发现的资产生成，也可以逐个添加。", "A map says which parts the system has and who calls whom. Checks, findings, signals and risks sit on the part that they concern, so that one look shows where the trouble is. Start from a template, from what telemetry and files found, or part by part.";
    empty_read_only: "团队的负责人和架构师可以绘制。", "The team’s owners and architects can draw it.";
    templates: "从模板开始", "Start from a template";
    templates_more: "补充模板中的组件", "Add parts from templates";
    templates_note: "可以多选，重复的组件只画一次；已按画像勾选。", "Choose several: parts that they share are drawn once. Those that the profile asks for are ticked.";
    template_apply: "画到图上", "Draw it";

    found(count): "发现了{count}个组件，还不在图上", "{count} found, not on the map";
    found_text: "来自遥测、证据文件和Kubernetes清单。接受之后画到图上，清单里写明的调用也会画上。", "From telemetry, evidence files and Kubernetes manifests. Accepted ones are drawn, with the calls that manifests name.";
    found_all: "全部接受", "Accept all";
    found_ignore_all: "全部忽略", "Ignore all";
    found_ignore_question(count): "{count}个组件将不再提议，之后仍可在“已忽略”里恢复。", "{count} parts are no longer proposed. They can come back from the ignored ones.";
    found_accept: "接受", "Accept";
    found_ignore: "忽略", "Ignore";
    found_as: "作为", "As";
    found_new(kind): "新组件（{kind}）", "A new part ({kind})";
    found_rows: "逐个处理", "One by one";
    ignored(count): "已忽略（{count}）", "Ignored ({count})";
    ignored_again: "重新提议", "Propose again";
    removed(count): "最近移除（{count}）", "Taken off lately ({count})";
    removed_by(name): "移除人：{name}", "Taken off by {name}";
    restore: "恢复", "Put back";

    draw: "绘制", "Draw";
    draw_keys: "鼠标：拖动组件到别处，从组件下缘的圆点拉出连线。键盘：Shift+方向键移动，C连线，Delete移除，A添加。", "Mouse: drag a part elsewhere; pull a line from the dot at its lower edge. Keys: Shift and arrows move, C connects, Delete takes off, A adds.";
    add: "添加组件", "Add a part";
    add_do: "添加", "Add";
    part_name: "名称", "Name";
    part_kind: "类型", "Kind";
    part_layer: "所在层", "Layer";
    part_layer_usual: "按类型", "As the kind says";
    part_note: "说明", "Notes";
    connect: "连接两个组件", "Connect two parts";
    connect_from: "从", "From";
    connect_to: "到", "To";
    connect_kind: "关系", "What passes";
    connect_do: "连接", "Connect";
    connecting(name): "从“{name}”连线：用方向键选目标，回车连接，Esc取消。", "A line from {name}: choose with the arrow keys, Enter connects, Esc gives up.";

    outline: "文字清单", "As a list";
    outline_note: "与图内容相同：按层列出组件、状态和调用。", "The same as the picture: parts by layer, how they stand, what they call.";
    outline_call(kind, to): "{kind}{to}", "{kind} {to}";
    outline_empty: "这一层还没有组件。", "Nothing in this layer yet.";
    unplaced(count): "{count}项检查没有落到任何组件上", "{count} checks sit on no part";
    unplaced_text: "图上没有与它们对应的组件类型。添加相应组件，或在组件面板里指定。", "The map has no part of the kinds that they are about. Add such a part, or place them by hand in a part’s panel.";

    panel_close: "关闭面板", "Close the panel";
    panel_checks: "检查项", "Checks";
    panel_no_checks: "没有适用的检查项。", "No check applies here.";
    panel_findings: "未关闭的发现", "Open findings";
    panel_no_findings: "没有未关闭的发现。", "No open findings.";
    panel_findings_more(count): "共{count}条，列出最重的", "{count} in all; the worst are listed";
    panel_finding_named: "点名此组件", "names this part";
    panel_signals: "信号", "Signals";
    panel_no_signals: "这里的规则不读取信号。", "No rule here reads signals.";
    panel_signal_never: "未收到", "never came";
    panel_signal_old: "已超过1天", "older than a day";
    panel_risks: "风险", "Risks";
    panel_no_risks: "没有风险落在这里。", "No risk sits here.";
    panel_residual: "残余（已证实）", "Residual, assured";
    panel_accepted: "已接受", "accepted";
    panel_conflicts(count): "{count}条冲突", "{count} in conflict";
    panel_by_hand: "手工指定", "placed by hand";
    panel_calls: "调用关系", "Calls";
    panel_calls_out: "由它发出", "From here";
    panel_calls_in: "指向它", "To here";
    panel_no_calls: "还没有连线。", "No lines yet.";
    panel_call_remove: "删除连线", "Erase the line";
    panel_call_question(from, kind, to): "删除“{from} {kind} {to}”这条连线？", "Erase the line “{from} {kind} {to}”?";
    panel_inventory: "对应的资产", "In the inventory";
    panel_unlink: "解除", "Unlink";
    panel_levels(assured, claimed): "已证实{assured}级，已声明{claimed}级", "assured {assured}, claimed {claimed}";
    panel_change: "修改", "Change";
    panel_save: "保存", "Save";
    panel_move: "摆放", "Place";
    panel_column: "列", "Column";
    panel_row: "行", "Row";
    panel_place: "放到这里", "Put it there";
    panel_unpin: "取消固定", "Let it be laid out";
    panel_pinned(column, row): "固定在第{column}列第{row}行", "fixed at column {column}, row {row}";
    panel_bearing: "调整检查项的位置", "Place checks by hand";
    panel_bearing_check: "检查项", "Check";
    panel_bearing_says: "在这个组件上", "On this part";
    bearing_sits: "算", "Yes, it sits here";
    bearing_elsewhere: "不算", "No, it does not";
    bearing_usual: "按类型判断", "As the kinds say";
    panel_remove: "移除组件", "Take it off";
    panel_remove_question(name, calls): "移除“{name}”和它的{calls}条连线？30天内可以恢复。", "Take {name} and its {calls} lines off the map? It can come back for 30 days.";
    panel_remove_keep: "保留", "Keep it";

    key_walk: "在组件之间移动", "Go from part to part";
    key_open: "打开组件", "Open the part";
    key_move: "移动组件", "Move the part";
    key_connect: "连线", "Draw a line";
    key_remove: "移除组件", "Take the part off";
    key_add: "添加组件", "Add a part";

    log_part_add: "添加组件", "Part added";
    log_part_change: "修改组件", "Part changed";
    log_part_pin: "摆放组件", "Part placed";
    log_part_remove: "移除组件", "Part taken off";
    log_part_restore: "恢复组件", "Part put back";
    log_call_add: "添加连线", "Line drawn";
    log_call_remove: "删除连线", "Line erased";
    log_layout: "架构图重新布局", "Map laid out anew";
    log_template: "套用架构图模板", "Map template drawn";
    log_accept: "接受发现的组件", "Found parts accepted";
    log_ignore: "忽略发现的组件", "Found parts ignored";
    log_again: "重新提议组件", "Part proposed again";
    log_bearing: "指定检查项的组件", "Check placed by hand";
}

/// What a change of a map was; none where it is about something else.
pub(crate) fn action(l: domain::Locale, action: &str) -> Option<&'static str> {
    let known = match action {
        "map.part.add" => log_part_add(l),
        "map.part.change" => log_part_change(l),
        "map.part.pin" => log_part_pin(l),
        "map.part.remove" => log_part_remove(l),
        "map.part.restore" => log_part_restore(l),
        "map.call.add" => log_call_add(l),
        "map.call.remove" => log_call_remove(l),
        "map.layout" => log_layout(l),
        "map.template" => log_template(l),
        "map.found.accept" => log_accept(l),
        "map.found.ignore" => log_ignore(l),
        "map.found.again" => log_again(l),
        "map.bearing" => log_bearing(l),
        _ => return None,
    };
    Some(known)
}
