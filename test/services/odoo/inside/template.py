# Read by `odoo shell`: who calls Odoo in a test, and with which keys. Passwords are no secret here: a run listens on
# the loopback address alone and lives for minutes.
import json


def account(user, password):
    user.password = password
    key = env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "Tests", False)
    return {"login": user.login, "password": password, "apiKey": key}


n8n = env["res.users"].create(
    {
        "name": "n8n",
        "login": "n8n@lead-lifecycle.example",
        "email": "n8n@lead-lifecycle.example",
        "group_ids": [(4, env.ref("sales_team.group_sale_manager").id)],
    }
)
accounts = {"admin": account(env.ref("base.user_admin"), "admin"), "n8n": account(n8n, "n8n-in-odoo")}
env.cr.commit()
with open("/srv/odoo/accounts.json", "w") as file:
    json.dump(accounts, file)
