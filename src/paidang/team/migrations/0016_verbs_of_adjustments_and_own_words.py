"""Tokens may propose adjustments of statements and answer them, answer a quiz, sign the hand-over protocol, serve an incident's notice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0015_verbs_of_what_a_fee_is_for"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apitoken",
            name="api_token_verbs",
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verbs__contained_by",
                        [
                            "read",
                            "upload_contract",
                            "share_contract",
                            "decide_term",
                            "accept_contract",
                            "import_facts",
                            "declare_price",
                            "declare_stock",
                            "operate_store",
                            "pack_goods",
                            "serve_buyers",
                            "inspect_returns",
                            "approve_case",
                            "ask_invoice",
                            "issue_invoice",
                            "close_month",
                            "send_statement",
                            "answer_statement",
                            "agree_adjustment",
                            "record_payment",
                            "explain_bill",
                            "make_offer",
                            "approve_offer",
                            "plan_stock",
                            "plan_project",
                            "deliver_task",
                            "answer_delivery",
                            "make_pictures",
                            "approve_pictures",
                            "teach",
                            "follow_training",
                            "answer_quiz",
                            "judge_skill",
                            "agree_handover",
                            "sign_handover",
                            "propose_marketing",
                            "answer_proposal",
                            "keep_spend",
                            "claim_spend",
                            "question_voucher",
                            "open_voucher",
                            "name_team",
                            "plan_shifts",
                            "hand_in_service",
                            "sample_service",
                            "report_incident",
                            "answer_incident",
                            "give_notice",
                            "close_incident",
                            "keep_penalties",
                            "keep_norms",
                        ],
                    ),
                    ("verbs__len__gte", 1),
                ),
                name="api_token_verbs",
            ),
        ),
    ]
