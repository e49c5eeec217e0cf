"""What is written at the places of a pilot's pages of which a story says nothing, by a part of the place's name."""

SENTENCES = {
    "answer": "已在方案中落实，责任到人，按季度检查。",
    "summary": "按方案推进各项任务，设备采购、安装和调试按计划完成，运行数据每月汇总核对。",
    "measures": "成立工作专班，由分管负责人牵头，按月调度、按季度检查，资金和人员已经落实。",
    "next": "继续按方案实施，加强计量和数据核对。",
    "method": "由计量器具读数汇总，按方案写明的方法核算。",
    "evidence": "计量台账和月度报表",
    "why": "设备到货较计划晚，已调整工序，后续可以补上。",
    "explanation": "设备到货较计划晚，已调整工序，后续可以补上。",
    "findings": "查阅了运行记录、计量台账和能源账单，现场核查了主要设备，与单位填报的情况核对。",
    "reasons": "数据可以复核，各项任务完成情况与方案一致。",
    "effect": "整体进度不变，目标按调整后的数值考核。",
    "found_otherwise": "个别计量点的范围与核算边界不一致，按核实后的读数核定。",
    "remark": "正在完善，已列入下一步工作。",
    "repair_requirements": "1. 补齐计量器具，逐月保存读数\n2. 按完整数据重新核算减排量",
}
OTHERWISE = "按方案执行，情况正常，记录齐全。"
