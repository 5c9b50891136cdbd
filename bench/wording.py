"""Invented sentences in the manner of offices: some eight hundred words, put together by a dozen patterns.

What programs have to do hangs on how many words and neighbours there are: ``tests/bench/test_bench.py`` holds that a
thousand texts have tens of thousands of different pairs of characters, as real ones do, and not hundreds.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_Choice = Callable[[tuple[str, ...]], str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACES = _words("城关 东湖 柳林 石桥 清水 龙泉 三河 云岭 白塔 金沟 枫树 望湖 青山 红旗 永安 太平 长岭 双溪 新店 高庙")
WHAT = _words(
    "困难家庭 闲置房屋 村级道路 集体山林 灌溉沟渠 夜间照明 老人助餐 矛盾纠纷 外出务工人员 产业项目 环境卫生 党员档案"
)
HOW = _words("逐户 分批 按月 连夜 当场 集中 上门 轮流 限期 对照清单 现场")
DOES = _words("走访 摸排 协调 推行 梳理 登记 回访 公示 评议 培训 结对 认领 督办 化解 整治")
RESULT = _words("群众满意率明显提高 办结时间缩短一半 信访量同比下降 参与人数翻了一番 台账做到账实相符 问题全部销号")
WHO = _words(
    "村党支部 镇党委 驻村工作队 党员代表 网格员 老党员 年轻干部 流动党员 组织委员 妇联主席 县直部门 包村干部 "
    "社区书记 第一书记 大学生村官 离任干部 退役军人 致富带头人 种养大户 合作社 老支书 民兵连 医共体 学区教师 "
    "农技人员 返乡青年 乡贤 调解员 监督委员 楼栋长 志愿者 帮扶单位 派出所 司法所 供电所 信用社 林业站 水利站"
)
_OPENING = _words(
    "今年以来 近年来 去冬今春 入汛以来 换届之后 上半年 一段时间以来 针对这一情况 在此基础上 与此同时 通过几个月的努力 "
    "从调查情况看 为解决这一难题 按照县委部署 结合本地实际 围绕中心工作 立足山区实际 面对新的形势 会后 每逢赶集日 "
    "农闲时节 春耕期间 主题党日当天 据初步统计 经过反复讨论 在走访中发现 以村为单位 年底之前"
)
_ADVERB = _words(
    "认真 切实 主动 逐步 及时 全面 深入 扎实 积极 统一 严格 广泛 定期 反复 重点 稳妥 有序 大力 着力 进一步 共同 "
    "先后 坚决 专门 带头 自觉 随时 持续 分类 精准 就近 公开 依法 科学 合理 细致 耐心 迅速 牢牢 不断 普遍 基本 初步 "
    "首先 继续 联合 逐项 逐村 逐人 按季度 挨家挨户 面对面 一对一 因地制宜 分片包干 挂图作战 雷打不动 紧密 密切"
)
_VERB = _words(
    "开展 组织 完善 建立 落实 推进 加强 解决 制定 健全 整合 盘活 优化 规范 排查 征求 听取 宣传 动员 引导 培育 发展 "
    "建设 改造 修缮 整修 疏通 清理 丈量 核实 统计 汇总 分析 研究 讨论 审议 通报 反馈 督促 检查 考核 评比 表彰 奖励 "
    "帮助 支持 服务 照料 看望 慰问 安置 吸纳 介绍 推荐 选拔 储备 交流 锻炼 教育 监督 约谈 提醒 纠正 调整 取消 压缩 "
    "合并 拓宽 延伸 搭建 打造 开通 设立 聘请 邀请 组建 成立 签订 兑现 承诺 筹集 拨付 管护 承包 流转 种植 养殖 加工 "
    "销售 收购 配送 仓储 包装 注册 申报 验收 保护 修复 绿化 美化 亮化 硬化 拆除 填埋 打捞 巡查 值守 预警 转移 抢修 "
    "恢复 补种 抗旱 防汛 防火 接种 义诊 辅导 托管 授课 示范 观摩 借鉴 推广 总结 提炼 记录 归档 移交 公布 张贴 解释 答复"
)
_KIND = _words(
    "农村 基层 党员 干部 群众 集体 产业 扶贫 人才 支部 村级 乡镇 社区 流动 后备 年轻 退休 留守 特困 低保 民生 生态 "
    "环境 文化 教育 医疗 养老 交通 水利 电力 通信 安全 消防 信访 矛盾 纠纷 土地 山林 宅基地 果园 茶园 大棚 中药材 "
    "冷水鱼 土蜂蜜 竹编 刺绣 民宿 研学 红色 旅游 电商 直播 物流 合作社 家庭农场 龙头企业 小微企业 劳务 技能 就业 创业 "
    "财务 村务 政务 作风 纪律 廉政 责任 目标 绩效 档案 信息 数据 网格 物业 业委会 老旧小区 集贸市场 学校 卫生院 敬老院"
)
_THING = _words(
    "工作 制度 机制 办法 措施 方案 计划 清单 台账 阵地 队伍 平台 渠道 资源 资金 项目 工程 设施 设备 场所 活动 服务 "
    "管理 保障 水平 能力 质量 效率 成本 收入 难题 短板 漏洞 隐患 意见 建议 诉求 经验 做法 成果 典型 标准 流程 指标 "
    "任务 职责 权限 合同 协议 证照 手续 材料 报表 账目 票据 物资 器材 车辆 道路 桥梁 沟渠 池塘 水库 管网 基站 路灯 "
    "公厕 垃圾 污水 杂草 围墙 院落 房屋 危房 厂房 车间 仓库 摊位 柜台 窗口 热线 信箱 公众号 微信群 简报 专栏 课堂 夜校 "
    "书屋 礼堂 舞台 讲堂 食堂 病床 药品 教材 教具 种苗 化肥 农机 饲料 样板 基地 园区 片区 流域 林地 耕地"
)
_ENDS = _words(
    "得到群众普遍认可 收到良好效果 形成长效机制 打通了最后一公里 走出一条新路子 面貌焕然一新 效率明显提升 "
    "成为远近闻名的示范点 积极性空前高涨 作用得到充分发挥 短板加快补齐 账目一清二楚 人人心中有数 件件有回音 "
    "收入稳步增加 人心更加凝聚 干群关系更加融洽 风气明显好转 底数更加清楚 责任更加明确 管理逐步规范 发展后劲不断增强"
)
_ROLE = _words("抓手 契机 载体 突破口 切入点 重点 导向 纽带 依托 主线 牵引 目标 基础 关键")
_UNIT = _words("处 户 人 名 个 件 次 场 期 亩 公里 万元 条 项 座 台 套 份 批 人次")


_OPENED = 0.3  # share of sentences that begin with such words


def sentence(dice: random.Random) -> str:
    """Return a sentence of one to three clauses."""
    clauses = [dice.choice(_CLAUSES)(dice, dice.choice) for _ in range(dice.choice((1, 2, 2, 2, 3)))]
    if dice.random() < _OPENED:
        clauses.insert(0, dice.choice(_OPENING))
    return "，".join(clauses) + "。"


_NAME = (
    "东西南北上中下前后大小新老金银铜铁石玉龙凤虎马牛羊鹤松柏柳桃李杏梅兰竹菊荷桂枫杨槐榆桑茶花草林木森山岭峰岗坡坪坝坳沟谷溪河江湖"
    "泉池塘潭湾滩洲港渡桥庙寺塔亭楼台阁门关营寨堡屯庄店铺集市场坊窑井巷街王张刘陈杨赵黄周吴徐孙胡朱高何郭罗宋郑谢韩唐冯于董萧程"
    "永安太平和顺兴隆昌盛富贵福禄寿喜庆丰裕康宁德仁义礼智信忠孝廉明光辉照春夏秋冬云雨雷风雪霜红黄蓝绿青紫白黑长短高深远近方圆"
)
_NAMED = _words("村 组 社区 合作社 家庭农场 工业园 小学 卫生室 水库 公司 茶厂 老街 示范点 服务站 网格 党支部")
_SAYS = _words("反映 介绍 试行 牵头 承接 提出 推广 总结 落实 补充")


def named(dice: random.Random) -> str:
    """Return an invented name of a village, a firm, a school."""
    return "".join(dice.choices(_NAME, k=dice.choice((2, 2, 2, 3)))) + dice.choice(_NAMED)


def prose(dice: random.Random, sentences: int) -> str:
    """Return sentences of uneven length, in many of which something is named, quoted or counted."""
    return "".join(_varied(dice) for _ in range(sentences))


def _varied(dice: random.Random) -> str:
    match dice.randrange(8):
        case 0 | 1:
            return f"{named(dice)}{dice.choice(_SAYS)}：{sentence(dice)}"
        case 2:
            return f"{dice.choice(WHO)}{dice.choice(_NAME)}某说：“{sentence(dice)[:-1]}！”"
        case 3:
            listed = "、".join(named(dice) for _ in range(dice.randrange(2, 6)))
            return f"{listed}等地{dice.choice(_ADVERB)}{dice.choice(_VERB)}{_object(dice.choice)}。"
        case 4:
            year, share = dice.randrange(2012, 2026), dice.randrange(10, 999) / 10
            return f"与{year}年相比，{_object(dice.choice)}增长{share}%，{sentence(dice)}"
        case 5:
            return sentence(dice)[:-1] + "；" + sentence(dice)
        case _:
            return sentence(dice)


def _object(one: _Choice) -> str:
    return one(_KIND) + one(_THING)


def _number(dice: random.Random) -> str:
    return f"{dice.randrange(3, 900)}{dice.choice(_UNIT)}"


_CLAUSES: tuple[Callable[[random.Random, _Choice], str], ...] = (
    lambda dice, one: f"{one(PLACES)}{one(WHO)}{one(HOW)}{one(DOES)}{one(WHAT)}{_number(dice)}",
    lambda dice, one: f"{one(_VERB)}、{one(_VERB)}{_object(one)}{_number(dice)}",
    lambda _, one: f"以{_object(one)}为{one(_ROLE)}{one(_VERB)}{_object(one)}",
    lambda _, one: f"把{_object(one)}同{_object(one)}结合起来",
    lambda _, one: f"由{one(WHO)}牵头{one(_VERB)}{_object(one)}",
    lambda _, one: f"做到{_object(one)}{one(_ADVERB)}{one(_VERB)}",
    lambda _, one: f"{one(WHO)}和{one(WHO)}{one(_ADVERB)}{one(_VERB)}{_object(one)}",
    lambda _, one: f"{one(_ADVERB)}{one(_VERB)}{_object(one)}",
    lambda _, one: f"{one(_ADVERB)}{one(_VERB)}{_object(one)}",
    lambda _, one: one(_ENDS + RESULT),
)
