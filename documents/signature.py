"""The lines above and below a signature, computed from who signs for whom.

Source: NĐ 30/2020, Điều 13 and Phụ lục I, Phần I, mục II, khoản 7 – TM. for a collective, KT. for a deputy in
place of the head (both lines when a deputy signs for a collective), TL. by order, TUQ. by mandate, Q. acting.
Unions are seen to sign "TM. … / PHÓ CHỦ TỊCH" without the KT. line; whether QĐ 933 still allows it was not read,
so it is a habit that a unit may set.
"""

MODES = ("head", "deputy", "by_order", "mandate", "acting")


def block(
    collective: str | None,
    mode: str,
    head_title: str,
    signer_title: str,
    name: str,
    habit_without_kt: bool = False,
) -> dict:
    """Lines in capitals and the name: {"lines": ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": …}.

    collective: "Ban Thường vụ" when the paper is signed on behalf of a collective, else None. mode: head |
    deputy | by_order | mandate | acting. head_title: "Chủ tịch". signer_title: "Phó Chủ tịch", "Chánh Văn
    phòng"; the head's own title in modes head and acting. habit_without_kt drops the KT. line of a deputy who
    signs for a collective. TL. and TUQ. name the head; only with an empty head_title the collective (a Party habit).
    Raises ValueError for an unknown mode.
    """
    if mode not in MODES:
        raise ValueError(f"unknown way of signing: {mode}")
    behalf = [f"TM. {collective}"] if collective else []
    rows = {
        "head": [*behalf, head_title],
        "deputy": [*behalf, f"KT. {head_title}", signer_title],
        "by_order": [f"TL. {head_title or collective}", signer_title],
        "mandate": [f"TUQ. {head_title or collective}", signer_title],
        "acting": [*behalf, f"Q. {head_title}"],
    }
    lines = rows[mode]
    if mode == "deputy" and behalf and habit_without_kt:
        lines = [*behalf, signer_title]
    return {"lines": [line.upper() for line in lines], "name": name}
