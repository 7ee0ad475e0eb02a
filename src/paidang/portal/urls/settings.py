"""Settings: people, company, signing, tokens, webhooks."""

from django.urls import path

from paidang.portal.views import (
    api_tokens,
    passkeys,
    second_factor,
    settings,
    settings_codes,
    settings_company,
    settings_signing,
    webhooks,
)

urlpatterns = [
    path("settings", settings.settings, name="settings"),
    path("settings/mail", settings.settings_mail, name="settings_mail"),
    path("settings/second-factor", second_factor.second_factor, name="second_factor"),
    path("settings/second-factor/begin", second_factor.second_factor_begin, name="second_factor_begin"),
    path("settings/second-factor/confirm", second_factor.second_factor_confirm, name="second_factor_confirm"),
    path("settings/second-factor/renew", second_factor.second_factor_renew, name="second_factor_renew"),
    path("settings/second-factor/remove", second_factor.second_factor_remove, name="second_factor_remove"),
    path(
        "settings/people/<int:person_id>/second-factor/reset",
        second_factor.second_factor_reset,
        name="second_factor_reset",
    ),
    path("settings/passkeys", passkeys.passkeys, name="passkeys"),
    path("settings/passkeys/options", passkeys.passkey_options, name="passkey_options"),
    path("settings/passkeys/add", passkeys.passkey_add, name="passkey_add"),
    path("settings/passkeys/<int:passkey_id>/remove", passkeys.passkey_remove, name="passkey_remove"),
    path("settings/tokens", api_tokens.api_tokens, name="api_tokens"),
    path("settings/tokens/make", api_tokens.api_token_make, name="api_token_make"),
    path("settings/tokens/<int:token_id>/end", api_tokens.api_token_end, name="api_token_end"),
    path("settings/webhooks", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/make", webhooks.webhook_make, name="webhook_make"),
    path("settings/webhooks/<int:webhook_id>", webhooks.webhook, name="webhook"),
    path("settings/webhooks/<int:webhook_id>/<str:act>", webhooks.webhook_act, name="webhook_act"),
    path("settings/codes", settings_codes.settings_codes, name="settings_codes"),
    path("settings/codes/set", settings_codes.codes_set, name="codes_set"),
    path("settings/company", settings_company.settings_company, name="settings_company"),
    path("settings/company/set", settings_company.company_set, name="company_set"),
    path("settings/company/test", settings_company.company_test, name="company_test"),
    path("settings/company/require", settings_company.company_require, name="company_require"),
    path("settings/company/remove", settings_company.company_remove, name="company_remove"),
    path("settings/people", settings.settings_invite, name="settings_invite"),
    path("settings/people/<int:person_id>/link", settings.settings_link, name="settings_link"),
    path(
        "settings/people/<int:person_id>/deactivate", settings.settings_deactivate, name="settings_deactivate"
    ),
    path(
        "settings/people/<int:person_id>/reactivate", settings.settings_reactivate, name="settings_reactivate"
    ),
    path("settings/signing", settings_signing.settings_signing, name="settings_signing"),
    path("settings/signing/name", settings_signing.signing_name, name="signing_name"),
    path("settings/signing/people", settings_signing.signatory_add, name="signatory_add"),
    path(
        "settings/signing/people/<int:signatory_id>/end", settings_signing.signatory_end, name="signatory_end"
    ),
    path("settings/signing/seal", settings_signing.signing_seal, name="signing_seal"),
    path("settings/signing/steps", settings_signing.approval_steps, name="approval_steps"),
    path("settings/contracts/<str:code>", settings.settings_contract, name="settings_contract"),
]
