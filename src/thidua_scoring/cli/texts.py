"""The words of the command line, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    # audit
    "help audit": (
        "Tính lại mọi tỷ lệ phần trăm ghi trong báo cáo (.txt, .docx, .xlsx), xem có khớp không.",
        "Recompute every percentage that a report states (.txt, .docx, .xlsx): whether it follows.",
    ),
    "--as-evidence": (
        "Ghi những số nhận ra được vào tệp CSV này, ở trạng thái chưa xác nhận.",
        "Write the figures that were recognised to this CSV file, as not confirmed.",
    ),
    "to-confirm": (
        "Đã ghi {file}. Điền đơn vị (unit), tiêu chí (criterion) và tên số liệu (field), đối chiếu từng số, "
        "rồi ghi «đã xác nhận» ở cột status.",
        "{file} is written. Fill in unit, criterion and field, check every figure, "
        "then write “đã xác nhận” (confirmed) in the column status.",
    ),
    # forms
    "help form": (
        "Lập phiếu tự chấm điểm (Excel) theo bộ tiêu chí, của một đơn vị hay của cả một danh sách.\n"
        "Điền xong, chấm bằng «thidua score».",
        "Write self-scoring workbooks (Excel) from a ruleset, for one unit or for each unit of a list.\n"
        "Filled in, “thidua score” reads them.",
    ),
    "form --unit": ("Mã đơn vị của phiếu.", "The id of the unit whose form it is."),
    "--name": ("Tên đơn vị, điền sẵn vào phiếu.", "The unit's name, filled in beforehand."),
    "--bloc": ("Khối, cụm thi đua, điền sẵn vào phiếu.", "The unit's bloc, filled in beforehand."),
    "--unit-kind": ("Loại đơn vị, điền sẵn vào phiếu.", "The unit's kind, filled in beforehand."),
    "--units": (
        "Tệp kê các đơn vị (cột unit, name, bloc, kind; hoặc tệp số liệu); --output khi đó là thư mục.",
        "A file that lists units (columns unit, name, bloc, kind, or evidence); --output is then a folder.",
    ),
    "--table-rows": ("Số dòng của mỗi bảng nhỏ.", "How many rows each small table has room for."),
    "unit-or-units": (
        "Cần --unit (kèm --name, --bloc, --unit-kind nếu có) hoặc --units, và chỉ một trong hai.",
        "Give either --unit (with --name, --bloc, --unit-kind if need be) or --units, and not both.",
    ),
    "forms-there": (
        "Đã có tệp, không ghi đè vì có thể là phiếu đã điền: {files}. Chọn nơi khác.",
        "These files are there, and are not written over, for they may be filled in: {files}. "
        "Choose another place.",
    ),
    "forms-written": ("Đã lập {count} phiếu trong thư mục {folder}", "{count} forms are written in {folder}"),
    "form-written": ("Đã lập phiếu của {unit}: {file}", "The form of {unit} is written: {file}"),
    # help
    "--help": ("In trang trợ giúp này.", "Show this page."),
    "--version": ("In số phiên bản.", "Show the version."),
    "help thidua": (
        "Chấm điểm thi đua theo bộ tiêu chí viết bằng TOML: chính xác, giải thích được, lặp lại được.",
        "Score units by rulesets in TOML: exact, explained, repeatable.",
    ),
    "help score": (
        "Chấm điểm mọi đơn vị trong tệp số liệu, hoặc trong nhiều phiếu tự chấm đã điền.",
        "Score all units of an evidence file, or of several filled forms.",
    ),
    "help explain": (
        "Giải thích điểm của một đơn vị, từng dòng một.",
        "Explain the points of a unit, line by line.",
    ),
    "help check": (
        "Kiểm tra bộ tiêu chí và, nếu có, tệp số liệu.",
        "Check a ruleset and, if given, an evidence file.",
    ),
    "help list": (
        "Liệt kê bộ tiêu chí, loại tiêu chí và phần mở rộng.",
        "List rulesets, kinds of criteria and plugins.",
    ),
    "help show": ("In bộ tiêu chí cho người đọc.", "Print a ruleset for people."),
    "help verify": (
        "Tính lại một kết quả JSON và so từng con số.",
        "Compute a JSON result again and compare every figure.",
    ),
    "help demo": (
        "Chấm thử ví dụ Cai Lậy (Tiền Giang, 2022): điểm tự chấm so với điểm theo quy định.",
        "Score the example of Cai Lậy (Tiền Giang, 2022): points claimed against points by the rules.",
    ),
    "help decide": (
        "Quyết định thứ hạng, xếp loại và khen thưởng của mọi đơn vị, có lý do.\n"
        "Với --unit, in mọi quyết định về một đơn vị, đọc được trước hội nghị.",
        "Decide ranks, classes and awards of all units, with reasons.\n"
        "With --unit, tell all that was decided of one unit, fit to be read out.",
    ),
    "help awards": (
        "Ai được đề nghị khen thưởng gì, vì sao; không có số liệu thì lập biểu tổng hợp khen thưởng.\n"
        "Biểu tổng hợp lập từ các quyết định khen thưởng trong --records.",
        "Tell who may be proposed for what, and why; without evidence, make the appendix of awards.\n"
        "The appendix is made from the award records of --records.",
    ),
    "help appraise": (
        "So điểm tự chấm với điểm theo quy định, kèm quy định giải thích chênh lệch.\n"
        "Với --marks, tổng hợp điểm qua các bước thẩm định.",
        "Hold claimed points against the rules, with the rule that explains each difference.\n"
        "With --marks, take the stages of appraisal together.",
    ),
    "help compare": (
        "So hai kết quả JSON: điểm, thứ hạng, xếp loại đổi thế nào, ở nơi cùng quy định.",
        "Compare two results in JSON: points, ranks and classes, where the rules are the same.",
    ),
    "help what-if": (
        "Nếu số liệu hoặc quy định khác đi thì sao: điểm, thứ hạng, xếp loại thay đổi thế nào.\n"
        "Tệp giả định ghi bộ tiêu chí và tệp số liệu của nó, hoặc nêu cả hai trong lệnh.",
        "What if evidence or rules were otherwise: how points, ranks and classes change.\n"
        "The scenario's file names its ruleset and evidence, or both are given to the command.",
    ),
    "help goal": (
        "Mọi thay đổi ít nhất để một đơn vị đạt mức xếp loại hay thứ hạng, hoặc vì sao không thể.\n"
        "Không nêu --lever thì chỉ xét số liệu của tiêu chí, theo hướng làm tăng điểm.",
        "Find every least change by which a unit reaches a class or a rank, or why there is none.\n"
        "Without --lever, figures of criteria may change, in the direction in which points rise.",
    ),
    "--class": ("Mức xếp loại cần đạt, hoặc cao hơn.", "The class to be reached, or a better one."),
    "--rank": (
        "Thứ hạng cần đạt, hoặc cao hơn; đồng hạng nhất là hạng 1.",
        "The rank to be reached, or a better one; joint first is rank 1.",
    ),
    "--least": (
        "Ít tiêu chí thay đổi nhất (criteria), hay chi phí thấp nhất (cost).",
        "The fewest criteria changed, or the least cost.",
    ),
    "--lever": (
        "Số liệu được phép thay đổi, trong khoảng nào, theo bước nào: C1.visits:0:50:5; nêu nhiều lần được.",
        "A figure that may change, within what, by which step: C1.visits:0:50:5; may be repeated.",
    ),
    "--frozen": (
        "Tiêu chí hoặc số liệu phải giữ nguyên; nêu nhiều lần được.",
        "A criterion or figure that stays as it is; may be repeated.",
    ),
    "--cost": (
        "Chi phí mỗi bước của một số liệu hay tiêu chí (mặc định 1); nêu nhiều lần được.",
        "The cost of each step of a figure or criterion (1 if not given); may be repeated.",
    ),
    "--save": (
        "Ghi phương án đầu tiên thành tệp giả định, dùng được với thidua what-if.",
        "Save the first answer as a scenario for thidua what-if.",
    ),
    "not-a-lever": (
        "«{got}» không đúng dạng KEY:THẤP:CAO:BƯỚC.",
        "“{got}” is not of the form KEY:LOW:HIGH:STEP.",
    ),
    "help robustness": (
        "Xếp loại và thứ hạng chắc chắn đến đâu: số liệu còn mở, ngưỡng xếp loại, trọng số.\n"
        "Trọng số là điểm của tiêu chí; tổng điểm giữ nguyên khi trọng số thay đổi.",
        "Say how sure classes and ranks are: open figures, thresholds of classes, weights of criteria.\n"
        "A weight is a criterion's points; the sum stays when weights change.",
    ),
    "--weights": (
        "Trọng số mỗi tiêu chí thay đổi trong tỷ lệ này quanh mức hiện tại (mặc định 20%).",
        "Let each weight move by this share around its own (20% if not given).",
    ),
    "--draws": ("Lấy ngẫu nhiên chừng ấy bộ trọng số.", "Draw so many sets of weights at random."),
    "--seed": ("Số khởi tạo để lấy lại đúng các bộ đó.", "The seed that gives the same draws again."),
    "--without-limits": (
        "Tính cả khi giới hạn của nhóm hoặc làm tròn có tác động, và bỏ qua chúng.",
        "Go on where limits of groups or rounding bite, and leave them out.",
    ),
    "no-thresholds": ("Chưa xét ngưỡng xếp loại:", "Thresholds were left out:"),
    "no-weights": ("Chưa xét trọng số:", "Weights were left out:"),
    "scenario": ("Giả định", "Scenario"),
    "help score-frame": (
        "Chấm điểm hàng triệu đơn vị trong tệp Parquet, theo cột.\n"
        "Kết quả là một tệp Parquet, mỗi đơn vị một dòng.",
        "Score millions of units of a Parquet file, by columns.\n"
        "The result is a Parquet file with a row for each unit.",
    ),
    "--lang": ("Ngôn ngữ của kết quả.", "The language of the output."),
    "--format": (
        "Dạng của kết quả; phần mở rộng có thể thêm báo cáo.",
        "The form of the result; plugins may add reports.",
    ),
    "--output": ("Ghi kết quả vào tệp này.", "Write the result to this file."),
    "--locale": (
        "Kiểu viết số và ngày trong số liệu: 1.498,3 là vi, 1,498.3 là en.",
        "How the evidence writes figures and dates: 1.498,3 is vi, 1,498.3 is en.",
    ),
    "--ruleset": ("Bộ tiêu chí, nếu không lấy theo tên trong kết quả.", "The ruleset, if not the one named."),
    "--evidence": ("Tệp số liệu của kết quả.", "The evidence of the result."),
    "--by": (
        "Cột của khối để xếp hạng; ghi nhiều lần cho nhiều cột. Mặc định: bloc.",
        "A column of the bloc in which units are ranked; may be repeated. By default: bloc.",
    ),
    "--table": (
        "Bảng nhỏ của một chỉ tiêu, trong tệp riêng: C1.products=FILE.",
        "The small table of a figure, in a file of its own: C1.products=FILE.",
    ),
    "--scale": (
        "Số chữ số thập phân của một cột: C1.actual=2. Không ghi thì tự tìm.",
        "How many decimals a column has: C1.actual=2. They are looked for if it is not said.",
    ),
    "--details": (
        "Thêm điểm chuẩn, cộng, trừ và giới hạn của từng tiêu chí.",
        "Add base, bonus, deduct and bounds of each criterion.",
    ),
    "--engine": (
        "polars: trong bộ nhớ; duckdb: lớn hơn bộ nhớ; spark: nhiều máy.",
        "polars: in memory; duckdb: larger than memory; spark: many machines.",
    ),
    "--memory": ("Bộ nhớ cho DuckDB hoặc Spark: 2GB.", "Memory for DuckDB or Spark: 2GB."),
    "--partitions": (
        "Spark chia các khối thành bao nhiêu phần.",
        "Into how many parts Spark puts the blocs.",
    ),
    "--unit": ("Chỉ nói về đơn vị này, kèm mọi lý do.", "Tell of this unit alone, with all reasons."),
    "--records": (
        "Tệp ghi các khen thưởng, danh hiệu, xếp loại đã có (CSV, Excel, TOML).",
        "The file of awards, titles and classes that there were (CSV, Excel, TOML).",
    ),
    "--ballots": ("Tệp kết quả bỏ phiếu (TOML).", "The file of ballots that were held (TOML)."),
    "--marks": (
        "Tệp điểm thẩm định theo từng bước; kết quả tính trên điểm sau thẩm định.",
        "The file of appraisers' marks by stage; what is decided rests on the appraised points.",
    ),
    "--other": (
        "Kết quả JSON của đối tượng khác mà xếp loại phụ thuộc vào: don-vi=TỆP.json.",
        "A JSON result of other entities that classes depend on: don-vi=FILE.json.",
    ),
    "--exception": (
        "Áp dụng tỷ lệ của trường hợp đặc biệt có mã này.",
        "Apply the share of the exceptional case of this id.",
    ),
    "--year": (
        "Năm của kỳ xét; mặc định là năm bộ tiêu chí bắt đầu có hiệu lực.",
        "The year of the period; by default the year in which the ruleset comes into force.",
    ),
    # decide
    "awards": ("Đề nghị khen thưởng", "Proposed for"),
    "verdict": ("Kết quả", "Result"),
    "because": ("Lý do", "Reason"),
    "none": ("không", "none"),
    "tied": (
        "= Bằng hạng với đơn vị khác, không có tiêu chí nào để phân hạng tiếp.",
        "= Shares the rank with another unit, and nothing tells them apart.",
    ),
    "open-decisions": ("Quy định chưa phân định, hội đồng quyết định:", "Left to the council by the rules:"),
    # appraise and compare
    "no-claims": ("Số liệu không có điểm tự chấm nào.", "The evidence holds no claimed points."),
    "own points": ("Tự chấm", "Own points"),
    "final": ("Điểm cuối", "Final"),
    "gap": ("Tự chấm − cuối", "Own − final"),
    "old total": ("Điểm cũ", "Old total"),
    "new total": ("Điểm mới", "New total"),
    "change": ("Thay đổi", "Change"),
    "old rank": ("Hạng cũ", "Old rank"),
    "new rank": ("Hạng mới", "New rank"),
    "came": ("Chỉ có ở kết quả mới", "Only in the new result"),
    "left": ("Chỉ có ở kết quả cũ", "Only in the old result"),
    "--period": (
        "Số liệu của một kỳ trong năm: H1=TỆP; ghi cho mọi kỳ nêu ở [periods].",
        "Evidence of a period of the year: H1=FILE; for every period named in [periods].",
    ),
    "appendix-heads": (
        "Stt|Danh hiệu, hình thức|Tổng|Tập thể|Cá nhân|LĐTT|Tập thể|Cá nhân|Tỷ lệ LĐTT|Ghi chú",
        "No.|Title, award|All|Coll.|Indiv.|Direct|Coll.|Indiv.|Share direct|Note",
    ),
    "no-periods": (
        "Lưu ý: bộ tiêu chí tổng hợp từ các kỳ {periods}; kết quả này chỉ xét riêng số liệu đã cho "
        "(xem --period).",
        "Note: the ruleset takes the periods {periods} together; this is by the given evidence alone "
        "(see --period).",
    ),
    "claims-stand": (
        "Lưu ý: {count} điểm chưa được ai thẩm định, đang lấy theo tự chấm: {names}.",
        "Note: {count} figure(s) were appraised by nobody, and the unit's own stand: {names}.",
    ),
    "no-difference": ("Không có chênh lệch: {names}.", "No difference: {names}."),
    "facts-differ": (
        "Kết quả được quyết định từ những dữ kiện khác: ghi --records, --ballots, --marks, --period, "
        "--exception như khi quyết định.",
        "The result was decided from other facts: give --records, --ballots, --marks, --period and "
        "--exception as then.",
    ),
    "not-in-appendix": (
        "{count} bản ghi không thuộc cấp khen thưởng nào, không đưa vào biểu.",
        "{count} record(s) belong to no level of awards and are not in the table.",
    ),
    "section ranking": ("cách xếp hạng", "ranking"),
    "section classes": ("điều kiện xếp loại", "classes"),
    "section quotas": ("tỷ lệ khống chế", "quotas"),
    "section caps": ("giới hạn theo đối tượng khác", "caps"),
    "needs-records": (
        "Cần tệp số liệu của các đơn vị, hoặc --records để lập biểu tổng hợp.",
        "Either evidence of units is needed, or --records for the appendix.",
    ),
    # score-frame
    "frame-scored": (
        "{rows} đơn vị trong {seconds} giây ({rate} đơn vị/giây); bộ tính chuẩn chấm lại {rescored} đơn vị.",
        "{rows} unit(s) in {seconds} s ({rate} a second); {rescored} scored again by the reference engine.",
    ),
    "not-a-pair": ("«{got}» phải ghi như {expected}.", "“{got}” should be written like {expected}."),
    # errors
    "no-units": ("Tệp «{file}» không có đơn vị nào.", "The file “{file}” has no units."),
    "no-format": (
        "không có dạng «{got}»; có: {expected}.",
        "there is no format “{got}”; there are {expected}.",
    ),
    "needs-output": (
        "Báo cáo «{got}» cần --output để biết ghi vào tệp nào.",
        "The report “{got}” needs --output, the file to write to.",
    ),
    "not-a-result": (
        "Tệp «{file}» không phải là kết quả JSON của thidua. "
        "Tạo tệp bằng: thidua decide … --format json --output TỆP.",
        "The file “{file}” is not a JSON result of thidua. "
        "Make one by: thidua decide … --format json --output FILE.",
    ),
    # status
    "official": ("chính thức", "official"),
    "partial": ("một phần", "partial"),
    "illustrative": ("minh họa", "illustrative"),
    "status partial": (
        "Lưu ý: bộ tiêu chí này chỉ thể hiện MỘT PHẦN quy định; tổng điểm không phải là điểm chính thức.",
        "Note: this ruleset holds only PART of the rules; its totals are not official.",
    ),
    "status illustrative": (
        "Lưu ý: bộ tiêu chí này chỉ để MINH HỌA, không theo văn bản nào; điểm không có giá trị chính thức.",
        "Note: this ruleset is ILLUSTRATIVE and follows no document; its points are not official.",
    ),
    "scored": ("đã chấm", "scored"),
    "not-applicable": ("không áp dụng", "not applicable"),
    "missing": ("thiếu số liệu", "missing"),
    "unconfirmed": ("chưa xác nhận", "unconfirmed"),
    # tables
    "ruleset": ("Bộ tiêu chí", "Ruleset"),
    "title": ("Tên", "Title"),
    "status": ("Trạng thái", "Status"),
    "source": ("Nguồn", "Source"),
    "note": ("Ghi chú", "Note"),
    "unit": ("Mã", "Unit"),
    "name": ("Đơn vị", "Name"),
    "bloc": ("Khối", "Bloc"),
    "total": ("Tổng điểm", "Total"),
    "bounds": ("Trong khoảng", "Bounds"),
    "percent": ("Tỷ lệ %", "Percent"),
    "rank": ("Hạng", "Rank"),
    "class": ("Xếp loại", "Class"),
    "claimed": ("Tự chấm", "Claimed"),
    "by rule": ("Theo quy định", "By the rules"),
    "difference": ("Chênh lệch", "Difference"),
    "criterion": ("Mục", "Criterion"),
    "content": ("Nội dung", "Title"),
    "sum": ("Tổng cộng", "Total"),
    "open": (
        "* Chưa chắc chắn: có số liệu thiếu hoặc chưa xác nhận; xem giới hạn ở «Trong khoảng».",
        "* Not certain: some evidence is missing or unconfirmed; “Bounds” gives the least and the most.",
    ),
    "beyond-points": (
        "Hạng và xếp loại ở đây chỉ theo điểm; bộ tiêu chí còn {sections}: dùng thidua decide.",
        "Ranks and classes here are by points alone; the ruleset also has {sections}: use thidua decide.",
    ),
    "scoring": ("Đang chấm…", "Scoring…"),
    "deciding": ("Đang xét…", "Deciding…"),
    "writing": ("Đang lập báo cáo…", "Writing the report…"),
    "auditing": ("Đang tính lại các tỷ lệ…", "Computing percentages again…"),
    "searching": ("Đang tìm…", "Searching…"),
    "reading-forms": ("Đang đọc phiếu…", "Reading forms…"),
    "writing-forms": ("Đang lập phiếu…", "Writing forms…"),
    "to": ("đến", "to"),
    "any": ("bất kỳ", "any"),
    # check and verify
    "ruleset-good": ("Bộ tiêu chí {id}: không có lỗi.", "Ruleset {id}: no faults."),
    "evidence-good": (
        "Số liệu: không có lỗi; {units} đơn vị, {open} đơn vị có điểm chưa chắc chắn.",
        "Evidence: no faults; {units} unit(s), {open} with points that are not certain.",
    ),
    "verified": (
        "Kết quả đúng: mọi con số của {units} đơn vị khớp khi tính lại.",
        "The result holds: every figure of {units} unit(s) is the same when computed again.",
    ),
    "not-verified": ("Kết quả KHÔNG khớp khi tính lại:", "The result does NOT hold when computed again:"),
    "stored-again": ("trong tệp {stored}, tính lại {again}", "stored {stored}, computed {again}"),
    "other-version": (
        "Lưu ý: kết quả được tính bằng thidua-scoring {stored}; đang dùng {again}.",
        "Note: the result was computed by thidua-scoring {stored}; this is {again}.",
    ),
    # list and show
    "kinds": ("Loại tiêu chí", "Kinds of criteria"),
    "kind": ("Loại", "Kind"),
    "keys": ("Khóa", "Keys"),
    "meaning": ("Ý nghĩa", "Meaning"),
    "plugins": ("Phần mở rộng", "Plugins"),
    "plugin": ("Tên", "Name"),
    "reason": ("Lý do", "Reason"),
    "gives": ("Cung cấp", "Provides"),
    "failures": ("Không nạp được", "Could not be loaded"),
    "gives-counts": (
        "{kinds} loại tiêu chí, {packs} bộ sưu tập, {readers} bộ đọc, {reports} báo cáo",
        "{kinds} kind(s), {packs} pack(s), {readers} reader(s), {reports} report(s)",
    ),
    "points": ("điểm", "points"),
    "assessor": ("Chấm", "Assessed by"),
    "in force": ("Hiệu lực", "In force"),
    "digest": ("Mã băm", "Digest"),
    "base": ("điểm", "base"),
    "bonus": ("cộng", "bonus"),
    "deduct": ("trừ", "deduct"),
    "at most": ("tối đa {limit}", "at most {limit}"),
    "some units": ("chỉ áp dụng cho một số đơn vị", "applies to some units only"),
    "void": ("cả mục 0 điểm", "all of it counts nothing"),
    "classes": ("Xếp loại", "Classes"),
    "class-from": ("từ {from_}", "from {from_}"),
    "class-varies": ("mức tính theo công thức", "a threshold by formula"),
    "outcome unrated": ("Không xếp loại", "Unrated"),
    "outcome not-considered": ("Không xét", "Not considered"),
    "outcome postponed": ("Chưa khen thưởng", "Awards postponed"),
    "outcome demoted": ("Hạ bậc", "Demoted"),
    "class-more": ("kèm điều kiện", "with conditions"),
    "vetoes": ("Trường hợp riêng", "Vetoes"),
    # report
    "help report": (
        "Lập báo cáo kết quả cho công chúng, cho một đơn vị hoặc cho hội đồng.\n"
        "Công chúng chỉ thấy mức xếp loại; điểm và lý do chỉ gửi chính đơn vị đó và hội đồng.",
        "Write the results for the public, for one unit, or for the council.\n"
        "The public sees classes only; points and reasons go to the unit itself and the council.",
    ),
    "--as": (
        "Dạng của báo cáo; tên của báo cáo do phần mở rộng cung cấp cũng được.",
        "The form of the report; also the name of a plugin's report.",
    ),
    "--audience": ("Báo cáo dành cho ai.", "Whom the report is for."),
    "--kind": ("Loại văn bản Word hoặc Excel.", "Which document of Word or Excel."),
    "--long": (
        "CSV: mỗi dòng một tiêu chí của một đơn vị.",
        "CSV: one row a unit and criterion.",
    ),
    "--template": (
        "Mẫu HTML (Jinja2) hoặc Word riêng; các biến của mẫu: docs/reports.md, docs/reports-office.md.",
        "Your own template of HTML (Jinja2) or Word; its variables: docs/reports.md, docs/reports-office.md.",
    ),
    "--letterhead": (
        "Tệp TOML nêu cơ quan ban hành, số, ký hiệu, người ký, nơi nhận của văn bản Word.",
        "A TOML file with the issuer, number, signer and recipients of a Word document.",
    ),
    "--agency": ("Cơ quan ban hành văn bản Word.", "The agency that issues the Word document."),
    "--place": ("Nơi ký.", "Where it is signed."),
    "--date": ("Ngày ký.", "The day on which it is signed."),
    "--period-name": ("Tên kỳ ghi trên báo cáo.", "The period as the report names it."),
    "needs-evidence": ("Cần tệp số liệu.", "A file of evidence is needed."),
    "--each": (
        "Mỗi đơn vị một tệp; --output khi đó là thư mục.",
        "One file for each unit; --output is then a folder.",
    ),
    "each-unit": (
        "--each cần --output (một thư mục), --audience unit hoặc council, loại summary hoặc unit, "
        "và không đi với --unit.",
        "--each needs --output (a folder), --audience unit or council, the kind summary or unit, "
        "and goes without --unit.",
    ),
    "unit-unused": (
        "--unit không đổi gì: báo cáo này nói về mọi đơn vị. Bỏ --unit, hoặc chọn --audience unit.",
        "--unit changes nothing: this report is about all units. Leave it out, or choose --audience unit.",
    ),
    "appendix-option": (
        "Phụ lục khen thưởng chỉ lập từ --records, không dùng {option}; bỏ tùy chọn này.",
        "The appendix of awards is made from --records alone and does not use {option}; leave it out.",
    ),
    "lock-files": (
        "Bỏ qua tệp tạm của chương trình bảng tính: {files}.",
        "Temporary files of a spreadsheet program are passed over: {files}.",
    ),
    "reports-written": (
        "Đã lập {count} báo cáo trong thư mục {folder}",
        "{count} reports are written in {folder}",
    ),
    "no-kind": (
        "--as {got} không có loại «{kind}»; có: {expected}. Đủ các loại thì dùng --as docx.",
        "--as {got} has no kind “{kind}”; it has {expected}. For all kinds use --as docx.",
    ),
    "option-unused": (
        "--as {got} không dùng {option}; bỏ tùy chọn này, hoặc chọn --as: {expected}.",
        "--as {got} does not use {option}; leave it out, or choose --as: {expected}.",
    ),
    "template-kind": (
        "--template chỉ đi với loại summary, không với «{kind}».",
        "--template goes with the kind summary only, not with “{kind}”.",
    ),
    "appendix-evidence": (
        "Phụ lục khen thưởng lập từ --records, không từ số liệu; bỏ tệp «{got}».",
        "The appendix of awards is made from --records, not from evidence; leave “{got}” out.",
    ),
    "council-only": (
        "Báo cáo này của phần mở rộng cho thấy mọi điểm, chỉ dành cho --audience council.",
        "This report of a plugin shows all points, and is for --audience council only.",
    ),
    # demo
    "demo-unit": ("{name}: điểm tự chấm và điểm theo {ruleset}", "{name}: points claimed and by {ruleset}"),
    "as claimed": (
        "Số liệu chưa đủ để chấm, tạm lấy điểm tự chấm: {names}.",
        "Evidence does not settle these, and the claim stands in for now: {names}.",
    ),
    "demo-none": ("Không tìm thấy tệp ví dụ.", "The example file is not there."),
}


def say(key: str, lang: Lang) -> str:
    """Return the text in one language; a key without text says itself."""
    both = TEXTS.get(key)
    return key if both is None else both[lang == "en"]
