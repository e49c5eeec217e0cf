"""FIXME applications.carbon.titles."""

from programme.notice import Sheet

CARBON_TITLES = {Sheet.TECHNOLOGY: "碳减排量核算", Sheet.LEADER: "碳排放数据"}
