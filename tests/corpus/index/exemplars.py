"""A few exemplars to keep and to find."""

from corpus.index.exemplar import Exemplar

_TEXTS = {
    "fee": "本年度收取政府信息公开信息处理费120元，已全额缴入国库。",
    "training": "组织全县依申请公开业务培训3次，各乡镇和县直部门经办人员参加。",
    "requests": "全年收到政府信息公开申请202件，其中自然人申请183件，均按期答复。",
    "platforms": "对政府网站公开专栏作了改版，政务新媒体账号由24个整合为9个。",
    "appeals": "因政府信息公开被申请行政复议14件，其中结果维持8件、结果纠正3件。",
}


def exemplars(unit: str = "云岭县人民政府", year: int = 2023, file: str = "/a/云岭县.docx") -> list[Exemplar]:
    """One on each of five topics, of one report."""
    return [
        Exemplar(
            unit=unit,
            year=year,
            text=text,
            template=text,
            level="county",
            form="2021",
            section="other" if topic == "fee" else "overview",
            heading="六、其他需要报告的事项" if topic == "fee" else "一、总体情况",
            topic=topic,
            file=file,
            number=number,
        )
        for number, (topic, text) in enumerate(_TEXTS.items(), 1)
    ]
