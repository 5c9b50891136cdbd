"""Two sets of texts, one written beside the rules and one without a look at them: what is found, and what is not."""

from __future__ import annotations

import pytest

from bulletin.checks.sensitive import find_sensitive
from bulletin.checks.sensitive.scan import scan_rendered
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.model.registry import Registry
from tests.support.disguised_texts import marks, numbers
from tests.support.independent_look_alikes import look_alikes
from tests.support.independent_secrets import secrets
from tests.support.recall import judge

ID = "11010519491231002X"  # the example of GB 11643-1999
FOUND = {
    "identity-number": (
        "号 1101051949\n1231002X。",
        "号 11010519\r\n491231002X。",
        "> 号 1101051949\n> 1231002X。",
        "号 " + "".join(f"&#{ord(sign):08};" for sign in ID),
        "号 " + "".join(f"&#x{ord(sign):08x};" for sign in ID),
        "号 " + "".join(f"{sign}\ufe0f\u20e3" for sign in ID[:-1]) + "X",
        "号 " + "".join(f"{sign}\ufe0e" for sign in ID),
        "号 " + "".join(f"%{ord(sign):02x}" for sign in ID),
        "号 〡〡〇〡〇〥〡〩〤〩〡〢〣〡〇〇〢X",
        "号 ⑴⑴0⑴0⑸⑴⑼⑷⑼⑴⑵⑶⑴00⑵X",
        "号 ㈠㈠〇㈠〇㈤㈠㈨㈣㈨㈠㈡㈢㈠〇〇㈡X",
        "号 幺幺洞幺洞五幺勾四勾幺两三幺洞洞两X",
        f"ID{ID}abc",
        f"编号：{ID}",
        "1101051949\\1231002X",
        "号 " + "".join(chr(0x1FBF0 + int(sign)) for sign in ID[:-1]) + "X",
        "号 " + "\u2800".join(ID),
        "号 " + "\u2066".join(ID),
        "号 " + "\U000e0061".join(ID),
        "号 " + "\u0483".join(ID),
        "号 " + "\x02".join(ID),
        "号 " + "".join(f"&amp;#{ord(sign)};" for sign in ID),
        "号 " + "".join(f"&amp;amp;#x{ord(sign):x};" for sign in ID),
        "号 " + "".join(f"%25{ord(sign):x}" for sign in ID),
        "号 " + "".join(f"＆＃{ord(sign)}；" for sign in ID),
        f"[甲](https://a.example/{ID})",
        f"[甲]: <https://a.example/x_{ID}>",
    ),
    "mobile-number": (
        "电话 1380013\n8000。",
        "幺三八洞洞幺三八洞洞洞",
        "tel13800138000",
        "13800138000abc",
        "手机号13800138000元旦开通",
        "电话13800138000个人所有",
        "编号（电话）13800138000",
        "13800138000X",
        "%3138%3001380%30%30",
        "电话 ➀➂➇🄋🄋➀➂➇🄋🄋🄋",
        "电话 ➊➌➑🄌🄌➊➌➑🄌🄌🄌",
        "电话 𑁧𑁩𑁮𑁦𑁦𑁧𑁩𑁮𑁦𑁦𑁦",
        "电话 138\u28000013\u28008000",
        "①13800138000；②13900139000",
        "其一13800138000",
        "[电话](tel:13800138000)",
        "[电话](https://a.example/13800138000)",
        "<https://a.example/13800138000>",
        "[甲]: https://a.example/13800138000",
        "[微信](weixin://contacts/13800138000)",
        "[微信](https://wa.me/8613800138000)",
        f"电话 13800138000 {'ab12' * 10}",
    ),
    "bank-card": ("卡 622202123456\n7890128", "卡 622202**1234567890128**", "No6222021234567890128"),
    "secret-mark": (
        "组发〔2026〕5号　机密",
        "组发〔2026〕5号 **机密**★1年",
        "机密　特急",
        "特急　机密",
        "机密\n特急",
        "本文密级为机密。",
        "密级（秘密）",
        "定密：秘密",
        "此件定为秘密级。",
        "title: 机密：方案",
        "机密。",
        "机密文件，注意保存",
        "（机密）关于某事的报告",
        "000012　机密",
        "机密〔2026〕5号",
        "机密启用前",
        "本材料属机密级，阅后收回。",
        "本文为秘密级",
        "【Confidential】",
        "Top Secret",
        "ＴＯＰ　ＳＥＣＲＥＴ",
        "| 文件 | 密级 |\n| --- | --- |\n| 通知 | 机密 |",
        "|份号|密级|\n|-|-|\n|1|**秘密**|\n|2|公开|",
        "<table><tr><th>文件</th><th>密级</th></tr><tr><td>通知</td><td>机密</td></tr></table>",
        "密级 | 机密\n--- | ---\n份号 | 1",
        "# 关于干部考察的报告 机密",
        "title: 关于干部考察的报告 机密",
        "# 关于干部考察的报告机密",
        "关于干部考察的报告——机密",
        '"标题": "关于干部考察·绝密"',
        "机密 柳组发〔2026〕12号",
        "秘密　柳组发〔2026〕12号",
        "机密 保密期限5年",
        "秘密　保密期限：十年",
        "机密（保密期限长期）",
        "机密：",
        "**绝密：**",
        "C O N F I D E N T I A L",
        "S-E-C-R-E-T",
        "T O P  S E C R E T",
    ),
    "password": (
        "**密码**：Abc123",
        "密码：**Abc123**",
        "密码（Abc123）",
        "密码（初始）：Abc123",
        "密码“Abc123”",
        "ｐａｓｓｗｏｒｄ：Abc123",
        "密码：Ａｂｃ１２３",
        "密码：１２３４５６",
        "&#23494;&#30721;：Abc123",
        "密&#0030721;：Abc123",
        "密**码**：Abc123",
        "密码：\n\nAbc123",
        "### 密码\n\nAbc123",
        "密码如下：\n- Abc123",
        "| 账号 | 密码 |\n| --- | --- |\n| a | Abc123 |",
        "| 密码 | Abc123 |\n| --- | --- |\n| 账号 | a |",
        "<tr><td>密码</td><td>Abc123</td></tr>",
        "密码已改为Abc123",
        "密码改成了Abc123",
        "密码 - Abc123",
        "密码…Abc123",
        "密码：&#65;bc123",
        "密&shy;码：Abc123",
        "pw: Abc12345",
        "secret_key: Abc12345",
        "access_token=abc123def456",
        "MYSQL_ROOT_PASSWORD=Abc12345",
        "accessToken: Abc12345",
        "用户password：Abc12345",
        "pwd=123456",
        "初始口令 Abc123",
        "初始口令gxzz@2026",
        "密钥：" + "3f0c9a7b" * 8,
        "mysql://root:pw@db.example/a",
        '[submodule "x"]\n\turl = https://bob:abcdef@git.example/x.git',
        "redis://:abc@cache.example",
    ),
    "passport-number": (
        "护照 123456789",
        "台胞证号：12345678",
        "回乡证 H1234567890",
        "| 姓名 | 护照 |\n| --- | --- |\n| 某 | EA1234567 |",
    ),
}
WARNED = {("inner-address", "192.168.1.5")}
HARMLESS = (
    "投资13800138000 元",
    "电话费13800138000元",
    "某文件机密级以上的由专人保管",
    "投资13800138000余元",
    "投资13800138000.50元",
    "投资¥13800138000",
    "投资（人民币 13800138000）",
    "| 项目 | 金额（元） |\n| --- | --- |\n| 路 | 13800138000 |",
    "项目编号：13800138000",
    "合同编号HT13800138000",
    "项目代码 2020-411599-04-01-123454",
    "播放量13800138000",
    "办理护照、通行证，办理量12345678",
    "发放护照12345678本",
    "商业秘密★示范点",
    "工作秘密 ★ 保密须知",
    "发展的秘密★记某村",
    "密级“秘密”的材料不能进入。",
    "密级为机密的文件由专人保管。",
    "密级分为绝密、机密、秘密。",
    "| 密级 | 期限 |\n| --- | --- |\n| 机密 | 二十年 |\n| 秘密 | 十年 |",
    "密码：不少于8位",
    "## 致富密码\n\n2026年，3000亩茶园丰收。",
    "解锁“密码”2026年版",
    "密码GB/T39786标准",
    "1380013800\n1. 第一项",
    "1380\n0138\n000",
    "110105\n19491231\n002X",
    "1380\n0138000\n元",
    "投资\n13800138000\n元",
    "发票号码\n13800138000",
    "用电13812345678kWh",
    "用电13812345678 千瓦时",
    "用电13812345678度",
    "出口13812345678 美元",
    "出口13812345678欧元",
    "出口13812345678日元",
    "面积13812345678㎡",
    "面积13812345678 m²",
    "产量13812345678kg",
    "数据13812345678KB",
    "合同编号HT-13812345678",
    "合同编号：HT-2026-13812345678",
    "合同HT-13812345678",
    "V1.3.8.0.0.1.3.8.0.0.0",
    "软件版本号：138.0013.8000",
    "比例为1:13800138000",
    "比为13800138000:1",
    "13800138000∶1",
    "人口13912345678",
    "总人口为13912345678",
    "人口总数达13912345678",
    "贷款6222021234567890128美元",
    "1380013800013800138000a1" + "1380013800013800",
    "13800138000abcdefabcdefabcdefabc",
    "mysql://root:<密码>@db.example",
    "https://user:password@localhost/",
    "绝密：特别严重的损害\n\n机密：\n\n严重的损害",
    "绝密级国家秘密保密期限30年",
)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts])
def test_each_disguise_is_found(code: str, text: str) -> None:
    assert code in {finding.code for finding in find_sensitive(f"正文。\n\n{text}\n\n正文。\n")}
    assert code in {finding.code for finding in find_sensitive(text)}


@pytest.mark.parametrize("text", HARMLESS)
def test_each_look_alike_is_left_in_peace(text: str) -> None:
    assert list(find_sensitive(text, public=True)) == []


def test_check_sees_what_publish_sees() -> None:
    """What is found in a rendered text is found in its source, under the same hash, or where both are searched."""
    renderer = Renderer(LinkResolver({}, frozenset()))
    texts = [case.text for case in (*secrets(), *look_alikes())] + [*marks(), *(text for _, text in numbers())]
    for text in texts:
        html = renderer.render(text, "content/items/2026/a.md", 1)[0].html
        shown = {(finding.code, finding.normalized) for finding in find_sensitive(html)} - WARNED
        if shown - {(finding.code, finding.normalized) for finding in find_sensitive(text)}:
            assert list(scan_rendered(html, text, "a.md", Registry(), 1)), text


def test_the_independent_set_is_found_and_its_look_alikes_are_not() -> None:
    """The figures are in docs/confidentiality.md."""
    found, peace = judge(secrets()), judge(look_alikes())
    assert (found.cases.total(), found.wrong) == (961, [])
    assert (peace.cases.total(), peace.wrong) == (890, [])
