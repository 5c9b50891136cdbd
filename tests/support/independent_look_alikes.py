"""Harmless texts that look like secrets, written without a look at the rules: beside ``independent_secrets``."""

import random
from collections.abc import Iterator

from tests.support.independent_secrets import SEED, Case, card_number, identity_number, in_context, mobile_number

SUMS = """
总投资{n11}元
余额{n11}元。
共支出{n11}余元
合同价¥{n11}
￥{n11}.00
预算{n11}.50元
累计{n11}多元
资产总额{n11} 元
人民币{n11}元整
存款{n11}余元
收入 RMB {n11}
支出{n11}（元）
税收{n11}元人民币
$ {n11}
总产值{n11}万元
资金{n11}元，其中县级配套40%
| 项目 | 金额（元） |⏎| --- | --- |⏎| 道路 | {n11} |
"""
FIGURES = """
办理量{n8}
点击量{n8}次
浏览{n11}次
全网阅读量达{n11}次
播放量{n11}
人口{n8}人
用电{n11}千瓦时
供水{n11}立方米
粮食产量{n11}公斤
服务群众{n8}人次
面积{n11}平方米
密码锁{n8}把
发放护照{n8}本
办理通行证{n8}件
办理护照、通行证等证件{n8}件
密码管理系统处理业务{n8}件
密码通信线路{n8}米
"""
CODES = """
项目编号：{n11}
项目代码{n4}-411599-04-01-{n6}
项目代码：{n4}-{n6}-04-05-{n6}
统一社会信用代码 91411599MA{n6}X3K
合同编号HT{n11}
采购编号：{n4}-{n6}
发票号码{n8}
订单号 {n18}
学号{n11}
编号：ZB{n8}
图书ISBN 978-7-{n6}-01-2
机构代码：11411599{n8}X
批次号{n4}{n8}
案号：（2026）豫1599民初{n4}号
宗地编码 411599{n8}GB0{n4}
文号：组发〔2026〕{n2}号
快递单号SF{n11}
设备序列号SN{n18}
网址 https://example.com/a/{n18}.html
时间戳 20260513{n6}
座机 0376-{n7}
举报电话12380
政务热线 12345
邮政编码 465{n3}
QQ群：{n8}
传真：0376-{n7}转{n2}
咨询电话400-{n3}-{n4}
执行标准 GB/T {n5}-2018
北纬32.{n6}，东经115.{n6}
党组织编码 041{n8}
版本v2.{n2}.{n4}
SHA1 3f0c9a7be41d2256{n11}ab
身份证号：110105********002X
联系电话：138****{n4}
卡号：6222 **** **** {n4}
"""
ABOUT_SECRECY = """
保守国家秘密是公民的义务。
学习《中华人民共和国保守国家秘密法》。
采取秘密投票方式选举产生。
商业秘密★示范点
开展商业秘密保护示范点创建。
绝密级国家秘密的保密期限不超过三十年。
涉密人员上岗前要接受保密教育。
机密级事项由省级机关确定。
不得泄露工作秘密。
机关密切联系群众制度
司机密切配合交警工作。
投票箱秘密写票处
会议强调，要严守党的秘密。
机密文件要专人保管。
该案涉及个人隐私和商业秘密，不公开审理。
秘密调查取证工作历时半年。
办公室设秘密载体销毁登记簿。
破解成功的秘密：群众路线
小岗村的致富秘密
## 揭开丰收的秘密
标题：一颗种子的秘密
丰收的秘密（上）
发展的秘密★记某村支部书记
国家秘密的密级分为绝密、机密、秘密三级。
密级标志应当规范。
密级鉴定工作由保密局负责。
参观“秘密交通线”旧址。
秘密党员的故事
红色秘密电台旧址
★保密工作先进单位
机密空间不对外开放，司机密集培训三期。
内部审计、内部管理不断加强。
加强单位内部控制建设。
保密期限、密级和知悉范围要同步确定。
| 密级 | 含义 |⏎| --- | --- |⏎| 三级 | 分为三等 |
是否涉密：否，密级：公开
密级：无
文件密级为公开。
密级：非密
"""
ABOUT_PASSWORDS = """
密码应包含字母和数字，每90天更换1次。
宣传《中华人民共和国密码法》2020年1月1日起施行。
密码不得少于8位。
密码长度12位以上
设置开机密码，3人以上共用的计算机单独登记。
商用密码应用安全性评估2次。
忘记密码请联系管理员。
密码工作座谈会（2026年第1次）
破译民生“密码”：3个村的实践
解锁乡村振兴的“财富密码”
红色密码代代相传：5个故事
密码：不少于8位
密码由本人妥善保管
找准基层治理密码，2026年化解矛盾120起
| 措施 | 次数 |⏎| --- | --- |⏎| 密码检查 | 12 |
密码须每3个月更换
口令传达到128个村
幸福密码：1个支部带动1个产业
智能密码柜12台
发展密码：抓好3件事
输入验证码和密码后登录。
增收密码（三）
password 应当定期修改。
账号密码统一由县里分配，2026年6月启用
"""
ABOUT_NUMBERS = """
2026年3月15日至2026年12月31日
参训1200人、1350人、1800人
会议定于13:30—15:30召开，联系不上的13名同志另行通知
全县13个乡镇、199个村、186名干部
第138期、第139期、第150期
（一）（二）（三）三件事，①②③④⑤⑥⑦⑧⑨⑩逐项落实
一三五、二四六轮流值班
三六九等、一五一十、五湖四海
一是抓学习，二是抓整改，三是抓落实
幺儿村两个洞、三拐八勾的山路
2019、2020、2021、2022、2023年连续五年
10.5%、12.8%、13.9%、15.6%
13 800 户、13 900 人
1380.5亩、1399.2亩、1501.8亩
100㎡2间、50㎡1间、30㎡3间
"""


def _harmless(draw: random.Random) -> Iterator[Case]:
    for kind, patterns, repeats in (("sums", SUMS, 12), ("figures", FIGURES, 10), ("codes", CODES, 8)):
        for pattern in _texts(patterns):
            for _ in range(repeats):
                yield Case(kind, in_context(draw, pattern.format(**_lengths(draw))))
    about = (("about secrecy", ABOUT_SECRECY), ("about passwords", ABOUT_PASSWORDS), ("about numbers", ABOUT_NUMBERS))
    for kind, texts in about:
        for text in _texts(texts):
            yield Case(kind, text)
            yield Case(kind, in_context(draw, text))
    for _ in range(40):
        yield Case("failed check", in_context(draw, f"编号{_failing(draw, identity_number(draw))}"))
        yield Case("failed check", in_context(draw, f"流水号 {_failing(draw, card_number(draw))}"))


def _texts(lines: str) -> list[str]:
    """Return the texts of a block, one a line; ⏎ is a line end within one."""
    return [line.replace("⏎", "\n") for line in lines.strip().splitlines()]


def _failing(draw: random.Random, number: str) -> str:
    """Return a number like that whose check digit is wrong."""
    return number[:-1] + draw.choice([digit for digit in "0123456789" if digit != number[-1]])


def _lengths(draw: random.Random) -> dict[str, str]:
    """Return numbers of several lengths; one of eleven digits looks like a mobile number, one of 18 has no date."""
    numbers = {f"n{length}": str(draw.randint(10 ** (length - 1), 10**length - 1)) for length in range(2, 9)}
    return numbers | {"n11": mobile_number(draw), "n18": "88" + str(draw.randint(10**15, 10**16 - 1))}


def look_alikes() -> list[Case]:
    """Return the texts in which nothing may be found, always the same ones."""
    return list(_harmless(random.Random(SEED + 1)))  # noqa: S311 - the same texts each time
