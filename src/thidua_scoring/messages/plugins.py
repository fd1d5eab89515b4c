"""Faults of plugins."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

PLUGINS: dict[str, Message] = {
    "kind-fails": Message(
        "Loại tiêu chí «{kind}» bị lỗi khi dựng công thức: {reason}.",
        "The criterion kind “{kind}” failed while compiling: {reason}.",
        "Báo cho tác giả phần mở rộng, kèm tệp này.",
        "Tell the plugin's author, with this file.",
    ),
    "unknown-kind": Message(
        "Không có kiểu tiêu chí «{got}».",
        "There is no kind of criterion “{got}”.",
        "Chọn một trong: {expected}; hoặc cài đặt phần mở rộng có kiểu này.",
        "Choose one of: {expected}; or install the plugin that has it.",
    ),
    "unknown-kind-failures": Message(
        "Không có kiểu tiêu chí «{got}»; có phần mở rộng không nạp được: {failures}.",
        "There is no kind of criterion “{got}”; some plugins failed to load: {failures}.",
        "Sửa hoặc cài lại phần mở rộng đó, hay chọn một trong: {expected}.",
        "Mend or reinstall these plugins, or choose one of: {expected}.",
    ),
    "plugin-name-taken": Message(
        "Phần mở rộng «{plugin}» đưa ra tên «{name}», đã thuộc về «{owner}».",
        "The plugin “{plugin}” gives the name “{name}”, which belongs to “{owner}”.",
        "Gỡ một trong hai phần mở rộng, hoặc đổi tên.",
        "Uninstall one of the two, or rename what it gives.",
    ),
    "plugin-without-hooks": Message(
        "Phần mở rộng «{plugin}» không đưa ra gì.",
        "The plugin “{plugin}” provides nothing.",
        "Viết ít nhất một hàm có @hookimpl trong số: {expected}.",
        "Write at least one function with @hookimpl among: {expected}.",
    ),
    "unknown-hook": Message(
        "Phần mở rộng «{plugin}» có hàm «{hook}» mà thư viện không gọi đến.",
        "The plugin “{plugin}” has a hook “{hook}” that the library does not know.",
        "Đổi thành một trong: {expected}.",
        "Rename it to one of: {expected}.",
    ),
    "hook-arguments": Message(
        "Hàm «{hook}» của phần mở rộng «{plugin}» đòi tham số.",
        "The hook “{hook}” of the plugin “{plugin}” asks for arguments.",
        "Viết hàm không có tham số.",
        "Write it without any.",
    ),
    "hook-fails": Message(
        "Hàm «{hook}» của phần mở rộng «{plugin}» bị lỗi: {reason}.",
        "The hook “{hook}” of the plugin “{plugin}” fails: {reason}.",
        "Báo cho người viết phần mở rộng, hoặc gỡ nó.",
        "Tell its author, or uninstall it.",
    ),
    "hook-gives-wrong": Message(
        "Không dùng được kết quả hàm «{hook}» của phần mở rộng «{plugin}»: {reason}.",
        "What the hook “{hook}” of the plugin “{plugin}” gives cannot be used: {reason}.",
        "Báo cho người viết phần mở rộng, hoặc gỡ nó.",
        "Tell its author, or uninstall it.",
    ),
    "hook-gives-no-mapping": Message(
        "Hàm «{hook}» của phần mở rộng «{plugin}» trả về {got}, không phải một bảng tên.",
        "The hook “{hook}” of the plugin “{plugin}” gives {got}, not a mapping.",
        "Trả về một dict từ tên đến hàm.",
        "Return a dict from names to functions.",
    ),
    "hook-gives-no-callable": Message(
        "Hàm «{hook}» của phần mở rộng «{plugin}» đưa ra {got}, không gọi được như hàm.",
        "The hook “{hook}” of the plugin “{plugin}” gives {got}, which cannot be called.",
        "Mỗi tên phải ứng với một hàm.",
        "Give a function for each name.",
    ),
    "rulesets-not-a-folder": Message(
        "Phần mở rộng «{plugin}» chỉ đến thư mục bộ tiêu chí «{got}», nhưng không có thư mục đó.",
        "The plugin “{plugin}” names the folder of rulesets “{got}”, which is not a folder.",
        "Cài lại phần mở rộng, hoặc sửa đường dẫn trong hàm «{hook}».",
        "Reinstall it, or correct the path in its hook “{hook}”.",
    ),
    "kind-not-attrs": Message(
        "Phần mở rộng «{plugin}»: kiểu tiêu chí «{got}» không phải là một lớp attrs.",
        "The plugin “{plugin}”: the kind “{got}” is not an attrs class.",
        "Khai báo lớp với @attrs.frozen và đưa chính lớp đó ra ở «{hook}».",
        "Declare it with @attrs.frozen and give the class itself in “{hook}”.",
    ),
    "kind-without-name": Message(
        "Phần mở rộng «{plugin}»: lớp «{got}» đưa ra ở «{hook}» chưa có tên kiểu.",
        "The plugin “{plugin}”: the class “{got}” given by “{hook}” does not name its kind.",
        'Thêm thuộc tính kind: ClassVar[str] = "…".',
        'Add kind: ClassVar[str] = "…".',
    ),
    "kind-without-compile": Message(
        "Phần mở rộng «{plugin}»: lớp «{got}» đưa ra ở «{hook}» không có phương thức compile(self, head).",
        "The plugin “{plugin}”: the class “{got}” given by “{hook}” has no method compile(self, head).",
        "Viết phương thức đó, trả về một Rule.",
        "Write it, so that it returns a Rule.",
    ),
    "kind-without-doc": Message(
        "Phần mở rộng «{plugin}»: lớp «{got}» đưa ra ở «{hook}» chưa có lời giải thích.",
        "The plugin “{plugin}”: the class “{got}” given by “{hook}” has no docstring.",
        "Viết docstring nói kiểu này dùng để làm gì.",
        "Write one that says what the kind is for.",
    ),
    "kind-takes-common-key": Message(
        "Phần mở rộng «{plugin}»: lớp «{got}» đưa ra ở «{hook}» dùng khoá chung của mọi tiêu chí: {keys}.",
        "The plugin “{plugin}”: the class “{got}” given by “{hook}” takes keys of all criteria: {keys}.",
        "Đổi tên các thuộc tính đó.",
        "Rename these attributes.",
    ),
}
