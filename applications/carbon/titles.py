"""What the page of carbon figures is called, by form."""

from programme.notice import Sheet

CARBON_TITLES = {Sheet.TECHNOLOGY: "碳减排量核算", Sheet.LEADER: "碳排放数据"}
