"""Other spellings of the same text: traditional characters, and pinyin notes that a copied page left inside words.

The vocabulary is in simplified characters. What is read differently keeps its length, so that every position stays; what is
left out (公(gōng)开) is left out where white space is, in :mod:`agent.verify.prose`.
"""

import re

# One traditional or variant character for one simplified one; the table holds those whose simplified form occurs in reports.
_TRADITIONAL = (
    "萬與專業絲兩嚴個箇豐臨為爲舉麼麽義樂習鄉書爭於產産畝億從價眾衆優會傳體餘脩償黨關興養內冊寫農決況凈淨"
    "準減幾齣擊劃則創別彆製辦務動勵勢區醫韆昇陞華協單佔衛捲廳厤曆歷壓縣參蔘雙發髮變隻檯臺颱號閤衕後嚮曏噸"
    "聽啓啟員週諮響迴園圍國圖場塊堅墻牆聲處備復複夠頭奮學實審傢寬對導將儘盡侷層屆屬崗鞏佈師帶蓆幫幹榦並併"
    "倖廣庫應廢開異張強歸噹當彔錄録徹徵徑唸態總慣戰戶紮託釦執擴揚護報擬揮損據攬擺襬撐敎數斷旂無時顯曉朮術"
    "機雜權條來闆極構楓査標棟欄樣覈檔橋檢樓歡畢氣匯彙滙溝沒洩氾汎註澤淺測濟瀏漲滯滿濱災點熱牽狀獻環現電暢"
    "療監蓋眞榘碼礎確離俬種祕積稱穩籌簽籤簡類係繫緊纍糾紅約級納縱紙綫線組細織終經結繞給絡統繼績續維編縫縮"
    "繳網罰羣職聯脈腦脫緻捨節囌甦蘇範獲穫營慮虛銜補錶見觀規視覽覺計訂認討讓訓議記講許論訟設訪証證評識訴診"
    "詞試話詢該語誤說説請讀課誰調談譜負貢財責敗賬質貧購貫貼費資賠贈贏踐蹤車轉輪載較輛輸達遷過邁運還這進違"
    "連適選遞踰遺郵鄰埰寀採釋裏裡針鍼鈡鍾鐘銀鏈銷錯錫鍵鎭鎮鏞長門問間聞閩閱閲隊陽陣階際險隨隱難麪麫麵頁項"
    "順須鬚顧頒預領頻題額饋駁驗齊覆訊灣衞"
)
_SIMPLIFIED = (
    "万与专业丝两严个个丰临为为举么么义乐习乡书争于产产亩亿从价众众优会传体余修偿党关兴养内册写农决况净净"
    "准减几出击划则创别别制办务动励势区医千升升华协单占卫卷厅历历历压县参参双发发变只台台台号合同后向向吨"
    "听启启员周咨响回园围国图场块坚墙墙声处备复复够头奋学实审家宽对导将尽尽局层届属岗巩布师带席帮干干并并"
    "幸广库应废开异张强归当当录录录彻征径念态总惯战户扎托扣执扩扬护报拟挥损据揽摆摆撑教数断旗无时显晓术术"
    "机杂权条来板极构枫查标栋栏样核档桥检楼欢毕气汇汇汇沟没泄泛泛注泽浅测济浏涨滞满滨灾点热牵状献环现电畅"
    "疗监盖真矩码础确离私种秘积称稳筹签签简类系系紧累纠红约级纳纵纸线线组细织终经结绕给络统继绩续维编缝缩"
    "缴网罚群职联脉脑脱致舍节苏苏苏范获获营虑虚衔补表见观规视览觉计订认讨让训议记讲许论讼设访证证评识诉诊"
    "词试话询该语误说说请读课谁调谈谱负贡财责败账质贫购贯贴费资赔赠赢践踪车转轮载较辆输达迁过迈运还这进违"
    "连适选递逾遗邮邻采采采释里里针针钟钟钟银链销错锡键镇镇镛长门问间闻闽阅阅队阳阵阶际险随隐难面面面页项"
    "顺须须顾颁预领频题额馈驳验齐复讯湾卫"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
# Most text has none of these, and looking is much faster than translating.
_FOREIGN = re.compile(f"[{_TRADITIONAL}]")
_HALF_WIDTH = re.compile("[;()!?,.:]")
# Words for which other places have other characters; each pair has one length.
_WORDS = (("规范性档案", "规范性文件"), ("资讯", "信息"))

PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])[（(][A-Za-zÀ-ɏ]{1,8}[）)](?=[\u4e00-\u9fff])")


# Half-width punctuation in Chinese text is the same punctuation; a comma between digits is not.
_PUNCTUATION = str.maketrans(";()!?", "；（）！？")
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])")
_STOP = re.compile(r"(?<=[一-龥）)])\.(?=[一-龥]|$)")
_COLON = re.compile(r"(?<![0-9/A-Za-z]):|:(?![0-9/])")


def simplified(text: str) -> str:
    """The text in simplified characters and full-width punctuation, every character in its place."""
    if _HALF_WIDTH.search(text) is not None:
        text = _COMMA.sub("，", text)
        text = _STOP.sub("。", text)
        text = _COLON.sub("：", text)
        text = text.translate(_PUNCTUATION)
    if _FOREIGN.search(text) is None:
        return text
    text = text.translate(_TABLE)
    for other, word in _WORDS:
        text = text.replace(other, word)
    return text
