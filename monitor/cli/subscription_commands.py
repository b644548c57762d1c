"""Nhóm lệnh `monitor subscription`, gồm cả xem, sửa và thử một đăng ký.
The group `monitor subscription`, with what shows, changes and tries one of them."""

from monitor.cli import subscription_changes, subscription_show
from monitor.cli.subscriptions import app

app.command("show")(subscription_show.show)
app.command("edit")(subscription_changes.edit_one)
app.command("test")(subscription_changes.try_one)
app.command("zalo")(subscription_changes.enter_tokens)
