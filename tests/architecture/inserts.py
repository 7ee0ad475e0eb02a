"""A row for each table, as an outsider would write it under the contract of two others: the values come from the tests."""

INSERTS = {
    "contracts_given": "(contract_id, side, sha256, given_at) values (%(contract)s, 'b', 'theirs', now())",
    "orders_presale": "(contract_id, store, sku, paid_from, paid_until, days, set_by_id, set_at)"
    " values (%(contract)s, 's', 'A', now(), now() + interval '1 day', 3, 1, now())",
    "staffing_subcontractor": "(contract_id, number, name, scope, sha256, asked_by_id, asked_at, reason)"
    " values (%(contract)s, 1, 'x', 'x', 'x', 1, now(), '')",
    "staffing_post": "(contract_id, role, side, person_id, since, words, named_by_id, named_at)"
    " values (%(contract)s, 'editor', 'b', 1, now(), '', 1, now())",
    "staffing_absence": "(contract_id, role, side, since, until, cover_id, said_by_id, said_at)"
    " values (%(contract)s, 'editor', 'b', now(), now(), 1, 1, now())",
    "staffing_shift": "(contract_id, role, side, store, person_id, day, from_hour, until_hour, put_by_id, put_at)"
    " values (%(contract)s, 'editor', 'b', '', 1, now(), 9, 18, 1, now())",
    "staffing_serviceday": "(contract_id, store, day, conversations, first_response_seconds, resolved, file_sha256, handed_in_by_id,"
    " handed_in_at) values (%(contract)s, 's', now(), 1, 1, 1, 'x', 1, now())",
    "staffing_scoresheet": "(contract_id, number, criteria, set_by_id, set_at) values (%(contract)s, 1, '[]', 1, now())",
    "staffing_qualitysample": "(contract_id, number, sheet_id, store, about, marks, score, words, sampled_by_id, sampled_at)"
    " values (%(contract)s, 1, 1, 's', 'x', '[]', 1, '', 1, now())",
    "staffing_sampleanswer": "(contract_id, sample_id, contested, words, answered_by_id, answered_at, decision)"
    " values (%(contract)s, 1, '[]', '', 1, now(), '')",
    "promotions_servicepace": "(contract_id, of_100_orders, minutes, set_by_id, set_at) values (%(contract)s, 80, 5, 1, now())",
    "training_course": "(contract_id, starts_on, months, begun_by_id, begun_at) values (%(contract)s, now(), 6, 1, now())",
    "training_trainee": "(contract_id, person_id, job, skills, added_by_id, added_at) values (%(contract)s, 1, 'x', '[]', 1, now())",
    "training_lesson": "(contract_id, number, kind, skill, title, planned_on, present, words, questions, of_duty)"
    " values (%(contract)s, 1, 'lesson', 'goods', 'x', now(), '[]', '', '[]', '')",
    "training_material": "(contract_id, lesson_id, name, sha256, size_bytes, content, added_by_id, added_at)"
    " values (%(contract)s, 1, 'f', 'x', 1, 'x', 1, now())",
    "training_quizanswer": "(contract_id, lesson_id, person_id, given, score, answered_at) values (%(contract)s, 1, 1, '{}', 0, now())",
    "training_skillword": "(contract_id, trainee_id, skill, side, level, reason, said_by_id, said_at)"
    " values (%(contract)s, 1, 'goods', 'b', 1, '', 1, now())",
    "training_criterion": "(contract_id, number, text, proposed_by_id, proposed_at, proof) values (%(contract)s, 1, 'x', 1, now(), '')",
    "training_advice": "(contract_id, number, question, asked_by_id, asked_at, advice, decision, decision_words, result)"
    " values (%(contract)s, 1, 'x', 1, now(), '', '', '', '')",
    "training_handoveritem": "(contract_id, kind, name, added_by_id, added_at) values (%(contract)s, 'data', 'x', 1, now())",
    "training_handover": "(contract_id, facts, document, sha256, drawn_by_id, drawn_at, signed_sha256)"
    " values (%(contract)s, '{}', 'x', 'x', 1, now(), '')",
    "aftersales_case": "(contract_id, number, order_id, channel, store, source, platform_case, reason, wish, words, state, turn,"
    " due_act, turned_at, asked_at, opened_by_id, opened_at, return_carrier, return_waybill, freight_fen, freight_paid_by,"
    " compensation_fen, compensation_to, verdict, verdict_words, follows_rule, import_ids) values (%(contract)s, 1, 'o', 'jd', 's',"
    " 'phone', '', 'quality', 'return_goods', '', 'open', 'b', '', now(), now(), 1, now(), '', '', 0, '', 0, '', '', '', true, '[]')",
    "aftersales_caseline": "(contract_id, case_id, line_id, sku, quantity, asked_fen, refund_id, finding, finding_words, dispute,"
    " answer, cause) values (%(contract)s, 1, '1', 'A', 1, 1, '', '', '', '', '', '')",
    "aftersales_casefile": "(contract_id, case_id, kind, name, media, sha256, size_bytes, content, added_by_id, added_at)"
    " values (%(contract)s, 1, 'buyer', 'f', 'x', 'x', 1, '', 1, now())",
    "aftersales_caseparcel": "(contract_id, case_id, warehouse, carrier, waybill, freight_fen, freight_paid_by, sent_by_id, sent_at)"
    " values (%(contract)s, 1, 'w', 'c', '1', 0, 'a', 1, now())",
    "aftersales_servicenorm": "(contract_id, number, text, figures, from_day, proposed_by_id, proposed_at, reason)"
    " values (%(contract)s, 1, 'theirs', '{}', now(), 1, now(), '')",
    "aftersales_replytext": "(contract_id, number, version, title, text, edited_by_id, edited_at)"
    " values (%(contract)s, 1, 1, 'theirs', 'x', 1, now())",
    "aftersales_storelimit": "(contract_id, channel, store, act, minutes, set_by_id, set_at)"
    " values (%(contract)s, 'jd', 's', 'agree', 1, 1, now())",
    "marketing_proposal": "(contract_id, number, kind, state, made_by_id, made_at, result_words)"
    " values (%(contract)s, 9, 'search', 'draft', 1, now(), '')",
    "marketing_proposalversion": "(contract_id, proposal_id, version, title, plan, place, goal_sales_fen, goal_unit, budget_fen, since,"
    " until, store, skus, written_by_id, written_at, verdict, answer)"
    " values (%(contract)s, 1, 1, 'theirs', 'x', '', 1, '', 1, now(), now(), '', '[]', 1, now(), '', '')",
    "marketing_spendentry": "(contract_id, proposal_id, spent_on, amount_fen, supplier, what, source, key, recorded_by_id, recorded_at, reason)"
    " values (%(contract)s, 1, now(), 1, 'theirs', 'x', 'hand', '', 1, now(), '')",
    "marketing_voucher": "(contract_id, agency_id, proposal_id, number, seller, amount_fen, amount_from, file_name, media, sha256,"
    " content, brought_by_id, brought_at, question, answer, reason)"
    " values (%(contract)s, 1, 1, 'theirs', '', 1, 'typed', 'f', 'x', 'x', '', 1, now(), '', '', '')",
    "marketing_voucherpart": "(contract_id, voucher_id, spend_id, amount_fen) values (%(contract)s, 1, 1, 1)",
    "marketing_waiver": "(contract_id, proposal_id, amount_fen, words, waived_by_id, waived_at, answer)"
    " values (%(contract)s, 1, 1, 'x', 1, now(), '')",
    "marketing_claimedpart": "(contract_id, part_id, reimbursement_id, amount_fen) values (%(contract)s, 1, 1, 1)",
    "settlement_adjustment": "(contract_id, statement_id, number, kind, amount_fen, reason, clause, rows, side, proposed_by_id,"
    " proposed_at, state, answer) values (%(contract)s, 1, 9, 'dispute', 1, 'theirs', '', '[]', 'b', 1, now(), 'waiting', '')",
    "settlement_attachment": "(contract_id, adjustment_id, side, name, sha256, size_bytes, content, added_by_id, added_at)"
    " values (%(contract)s, 1, 'b', 'f', 'x', 1, 'x', 1, now())",
    "settlement_reimbursement": "(contract_id, number, kind, amount_fen, reason, clause, rows, claimed_by_id, claimed_at)"
    " values (%(contract)s, 9, 'reimbursement', 1, 'theirs', '', '[]', 1, now())",
    "projects_project": "(contract_id, number, kind, title, starts_on, begun_by_id, begun_at)"
    " values (%(contract)s, 1, 'tmall', 'theirs', now(), 1, now())",
    "projects_task": "(contract_id, project_id, number, key, title, phase, side, days, answer_days, after, is_public, service,"
    " charge_fen, slipped) values (%(contract)s, 1, 1, 'home', '', 'store', 'b', 1, 1, '[]', true, '', 0, 0)",
    "projects_slip": "(contract_id, task_id, days, reason, side, slipped_by_id, slipped_at)"
    " values (%(contract)s, 1, 1, 'theirs', 'b', 1, now())",
    "projects_dayproposal": "(contract_id, task_id, due_on, due_before, reason, side, proposed_by_id, proposed_at, answer)"
    " values (%(contract)s, 1, now(), now(), 'theirs', 'b', 1, now(), '')",
    "projects_delivery": "(contract_id, task_id, version, words, link, lines, digest, submitted_by_id, submitted_at, reason,"
    " confirmed_digest) values (%(contract)s, 1, 1, 'theirs', '', '[]', 'x', 1, now(), '', '')",
    "projects_deliveryfile": "(contract_id, delivery_id, name, media, sha256, size_bytes, content)"
    " values (%(contract)s, 1, 'f', 'x', 'x', 1, '')",
    "projects_paper": "(contract_id, kind, name, media, sha256, size_bytes, content, given_by_id, given_at)"
    " values (%(contract)s, 'licence', 'f', 'x', 'x', 1, '', 1, now())",
    "promotions_promotion": "(contract_id, number, lane, channel, store, title, words, starts_at, ends_at, answer_by, made_by_id,"
    " made_at, live_words) values (%(contract)s, 1, 'own', 'jd', 's', 'theirs', '', now(), now() + interval '1 day', now(), 1,"
    " now(), '')",
    "promotions_promotionline": "(contract_id, promotion_id, sku, price_fen, units) values (%(contract)s, 1, 'A', 1, 1)",
    "promotions_promotionprice": "(contract_id, promotion_id, link_id, sku, platform_sku, price_fen, before_fen, made_at)"
    " values (%(contract)s, 1, 1, 'A', '1', 1, 1, now())",
    "promotions_promotionnote": "(contract_id, promotion_id, words, by_id, at) values (%(contract)s, 1, 'theirs', 1, now())",
    "promotions_packingcapacity": "(contract_id, warehouse_id, units_a_day, ship_hours, set_by_id, set_at)"
    " values (%(contract)s, 1, 1, 48, 1, now())",
    "promotions_supply": "(contract_id, sku, units, day, declared_by_id, declared_at)"
    " values (%(contract)s, 'A', 1, now(), 1, now())",
    "promotions_seasondates": "(contract_id, season, year, sale_from, sale_until, source, entered_by_id, entered_at)"
    " values (%(contract)s, 'jd_1111', 2026, now(), now(), 's', 1, now())",
    "promotions_unapprovedsale": "(contract_id, channel, store, sku, day, units, lowest_fen, regular_fen, seen_at, answer)"
    " values (%(contract)s, 'jd', 's', 'A', now(), 1, 1, 2, now(), '')",
    "incidents_incident": "(contract_id, number, kind, side, at_fault, channel, store, found_by, seen_at, words, link, source, state, turn,"
    " turned_at, reported_by_id, reported_at, verdict, answer, close_words) values (%(contract)s, 1, 'other', 'a', 'b', '', '', 'x',"
    " now(), 'theirs', '', '', 'reported', 'b', now(), 1, now(), '', '', '')",
    "incidents_incidentfile": "(contract_id, incident_id, side, name, media, sha256, size_bytes, content, added_by_id, added_at)"
    " values (%(contract)s, 1, 'a', 'f', 'x', 'x', 1, '', 1, now())",
    "incidents_penalty": "(contract_id, number, channel, store, penalised_on, rule, points, money_fen, cause, brand_says, agency_says,"
    " outcome, outcome_words, entered_by_id, entered_at) values (%(contract)s, 1, 'jd', 's', now(), 'r', 1, 0, 'theirs', '', '',"
    " 'open', '', 1, now())",
    "orders_refundruling": "(contract_id, refund_id, cause, restocked, ruled_at) values (%(contract)s, 'r', 'lost', false, now())",
    "catalog_product": "(contract_id, title) values (%(contract)s, 'theirs')",
    "catalog_sku": "(contract_id, code, barcode, is_gift) values (%(contract)s, 'theirs', '', false)",
    "catalog_listing": "(contract_id, channel, store, item_id, platform_sku, title, problem, said_sku, told_at)"
    " values (%(contract)s, 'jd', 's', '1', '1', '', '', '', now())",
    "catalog_listingpart": "(contract_id, listing_id, sku_id, quantity) values (%(contract)s, 1, 1, 1)",
    "catalog_storeoffer": "(contract_id, number, channel, store, kind, name, skus, prices, minus_fen, threshold_fen, times, units,"
    " merchant_percent, excludes, since, until, state, made_by_id, made_at, checked_at, answer) values (%(contract)s, 1, 'jd', 's',"
    " 'full', '', '[]', '{}', 1, 1, 1, 1, 100, '[]', now(), now(), 'checked', 1, now(), now(), '')",
    "catalog_pricedraft": "(contract_id, number, since, rows, note, state, made_by_id, made_at, answer) values (%(contract)s, 1, now(), '[]',"
    " '', 'open', 1, now(), '')",
    "catalog_marketprice": "(contract_id, seller, platform, sku, title, price_fen, link, seen_on, is_below, key, file_name,"
    " file_sha256, recorded_by_id, recorded_at, acted) values (%(contract)s, 's', 'jd', '', '', 1, '', now(), false, 'k', 'f', 'x',"
    " 1, now(), '')",
    "duties_duty": "(contract_id, key, kind, side, clause, facts, page, raised_at) values (%(contract)s, 'y', 'mend_rows', 'b', '', '{}', '/', now())",
    "duties_assignment": "(contract_id, key, side, person_id, assigned_by_id, assigned_at) values (%(contract)s, 'y', 'b', 1, 1, now())",
    "duties_standingassignment": "(contract_id, side, kind, person_id, since) values (%(contract)s, 'b', 'theirs', 1, now())",
    "duties_reminder": "(contract_id, key, due_on, step, person_id, state, planned_at, next_at, attempts, reason)"
    " values (%(contract)s, 'y', '2026-10-09', 'on_day', %(person)s, 'pending', now(), now(), 0, '')",
    "contracts_acceptedfinding": "(contract_id, code, key, reason, accepted_by_id, accepted_at)"
    " values (%(contract)s, 'typo', 'k', 'theirs', 1, now())",
    "contracts_clausereply": "(contract_id, version, key, clause, kind, body, person_id, at)"
    " values (%(contract)s, 1, 'k', '第一条', 'remark', 'theirs', 1, now())",
    "contracts_annex": "(contract_id, kind, title, name, sha256, size, content, added_by_id, added_at)"
    " values (%(contract)s, 'norms', 'theirs', 'f', 'x', 1, '', 1, now())",
    "contracts_organisationseal": "(org_id) values (%(org)s)",
    "webhooks_webhook": "(org_id, url, kinds, sealed, state, failures, next_at, made_by_id, made_at)"
    " values (%(org)s, 'https://x', '{}', '', 'on', 0, now(), %(person)s, now())",
    "webhooks_webhookplace": "(org_id, webhook_id, chain_id, seq) values (%(org)s, 1, 1, 1)",
    "webhooks_webhookdelivery": "(org_id, webhook_id, number, act, at, took_ms) values (%(org)s, 1, 'n', 'a', now(), 1)",
    "contracts_signatory": "(org_id, person_id, ground, title, letter_name, letter_sha256, added_by_id, added_at)"
    " values (%(org)s, %(person)s, 'legal', '', '', '', 1, now())",
    "contracts_approvalstep": "(org_id, number, role, set_by_id, set_at) values (%(org)s, 1, 'x', 1, now())",
    "contracts_approval": "(org_id, contract_id, text_id, terms_sha256, step_id, person_id, at, verdict, reason)"
    " values (%(org)s, %(contract)s, 1, 'x', 1, 1, now(), 'approved', '')",
    "contracts_signingdocument": "(contract_id, text_id, terms_sha256, kind, sha256, content, at)"
    " values (%(contract)s, 1, 'x', 'to_sign', 'x', '', now())",
    "contracts_signing": "(contract_id, document_id, side, person_id, signatory_id, organisation, at, entry_seq, entry_hash)"
    " values (%(contract)s, 1, 'a', 1, 1, 'theirs', now(), 1, 'x')",
    "contracts_papersignature": "(contract_id, text_id, terms_sha256, side, signed_on, scan_name, scan_sha256, scan,"
    " recorded_by_id, recorded_at, verdict, reason) values (%(contract)s, 1, 'x', 'a', now(), 'f', 'x', '', 1, now(), '', '')",
    "contracts_notice": "(contract_id, number, kind, side, about, clause, grounds, facts, served_by_id, served_at, verdict, answer, outcome, close_note)"
    " values (%(contract)s, 9, 'cure', 'a', 'x', '', 'theirs', '{}', 1, now(), '', '', '', '')",
    "contracts_noticefile": "(notice_id, contract_id, side, name, sha256, content, added_by_id, added_at)"
    " values (1, %(contract)s, 'a', 'f', 'x', '', 1, now())",
    "fulfilment_carrieraccount": "(org_id, base_url, sealed, set_by_id, set_at) values (%(org)s, 'https://x', '', 1, now())",
    "fulfilment_wave": "(contract_id, code, warehouse_id, carrier, made_by_id, made_at) values (%(contract)s, 'P', 1, 'sf', 1, now())",
    "fulfilment_pack": "(contract_id, wave_id, number, parcel_id, store, stage) values (%(contract)s, 1, 1, 1, 's', 'waiting')",
    "fulfilment_packpart": "(contract_id, parcel_line_id, sku, quantity, scanned) values (%(contract)s, 1, 'A', 1, 0)",
    "fulfilment_scan": "(contract_id, pack_id, key, code, sku, outcome, state, by_hand, by_id, at)"
    " values (%(contract)s, 1, 'k', 'A', 'A', 'counted', 'packing', false, 1, now())",
    "fulfilment_shelf": "(contract_id, warehouse_id, sku, place) values (%(contract)s, 1, 'A', 'A-1')",
    "fulfilment_trackingevent": "(contract_id, parcel_id, at, state, words) values (%(contract)s, 1, now(), 'signed', 'theirs')",
    "fulfilment_freightrate": "(contract_id, carrier, province, valid_from, first_g, first_fen, step_g, step_fen, set_by_id, set_at)"
    " values (%(contract)s, 'sf', '', now(), 1, 1, 1, 1, 1, now())",
    "fulfilment_carrierbill": "(contract_id, name, sha256, rows, booked, unknown, received_by_id, received_at)"
    " values (%(contract)s, 'f', 'x', 1, 1, '[]', 1, now())",
    "settlement_payment": "(contract_id, payer, paid_on, amount_fen, named, note, key, recorded_by_id, recorded_at)"
    " values (%(contract)s, 'a', now(), 1, '', '', 'theirs', 1, now())",
    "settlement_paymentpart": "(payment_id, contract_id, debt, is_fee, amount_fen) values (1, %(contract)s, 'setup-1', false, 1)",
    "settlement_paymentreversal": "(payment_id, contract_id, reason, recorded_by_id, recorded_at)"
    " values (1, %(contract)s, 'theirs', 1, now())",
    "settlement_invoice": "(statement_id, contract_id, number, amount_fen, file_name, sha256, content, delivered_by_id, delivered_at)"
    " values (1, %(contract)s, 'theirs', 1, 'f', 'x', '', 1, now())",
    "settlement_bankfile": "(org_id, name, sha256, content, received_by_id, received_at) values (%(org)s, 'f', 'x', '', 1, now())",
    "settlement_bankline": "(org_id, file_id, account, serial, day, amount_fen, payer_name, remark, set_aside)"
    " values (%(org)s, 1, '', 's', now(), 1, '', '', '')",
    "settlement_bookcodes": "(org_id, accounts, others, set_by_id, set_at) values (%(org)s, '{}', '{}', 1, now())",
    "settlement_batch": "(org_id, kind, month, note, asked_by_id, asked_at) values (%(org)s, 'close', '2026-09', '', 1, now())",
    "settlement_batchitem": "(batch_id, contract_id, digest, state)"
    " values ((select max(id) from settlement_batch), %(contract)s, '', 'waiting')",
    "intake_columnmapping": "(org_id, fingerprint, name, version, plan, titles, saved_by_id, saved_at, used_at)"
    " values (%(org)s, 'x', 'theirs', 1, '{}', '[]', 1, now(), now())",
    "invoices_invoicerequest": "(contract_id, order_id, channel, store, kind, source, state, sealed, problems, amount_fen, due_on,"
    " asked_at, reason) values (%(contract)s, '1', 'jd', 's', 'ordinary', 'service', 'asked', 'theirs', '[]', 1, now(), now(), '')",
    "invoices_buyerinvoice": "(contract_id, request_id, state, serial, number, issued_on, amount_fen, tax_fen, file_name, media,"
    " sha256, differences, reason, issued_by_id, issued_at, attempts, delivered_how) values (%(contract)s, 1, 'done', '', '1', now(),"
    " 1, 0, '', '', '', '[]', '', 1, now(), 0, '')",
    "invoices_invoicerow": "(contract_id, invoice_id, item, sku, quantity, amount_fen, rate, tax_fen)"
    " values (%(contract)s, 1, '1', 'A', 1, 1, 0, 0)",
    "invoices_invoiceditem": "(contract_id, item, order_id, sku, rate, paid_fen, issued_fen, issued_tax_fen, red_fen, red_tax_fen)"
    " values (%(contract)s, '1', '1', 'A', 0, 1, 1, 0, 0, 0)",
    "invoices_goodstax": "(contract_id, sku, rate, goods_name, goods_code, set_by_id, set_at)"
    " values (%(contract)s, '', 1300, '', '', 1, now())",
    "invoices_invoicedays": "(contract_id, days, set_by_id, set_at) values (%(contract)s, 3, 1, now())",
    "invoices_invoiceservice": "(contract_id, org_id, base_url, sealed, set_by_id, set_at)"
    " values (%(contract)s, %(org)s, 'https://x', 'theirs', 1, now())",
    "team_answeredform": "(person_id, key, digest, answer, at) values (%(person)s, 'theirs', 'x', '{}', now())",
    "intake_progress": "(import_id, org_id, phase, rows_done, at) values (1, %(org)s, 'read', 1, now())",
    "django_session": "(session_key, session_data, expire_date) values ('theirs', '', now())",
    "orders_store": "(contract_id, channel, name, declared_at) values (%(contract)s, 'jd', 'theirs', now())",
    "orders_orderline": "(contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen, merchant_discount_fen,"
    " platform_discount_fen, paid_at, gift) values (%(contract)s, '2', '2', 'jd', 's', 'A', 1, 1, 0, 0, now(), false)",
    "orders_billline": "(contract_id, entry_id, channel, store, kind, item, amount_fen, booked_at)"
    " values (%(contract)s, 'e', 'jd', 's', 'payment', 'x', 1, now())",
    "orders_billitem": "(contract_id, is_order, item, month, channel, store, state, kind, first_at, paid_fen, refunded_fen,"
    " bill_paid_fen, bill_refunded_fen, platform_fen, name)"
    " values (%(contract)s, true, 'o', '2026-09', 'jd', 's', 'open', 'differs', now(), 1, 0, 0, 0, 0, '')",
    "orders_billmonth": "(contract_id, month, channel, store, state, items, paid_fen, refunded_fen, bill_paid_fen,"
    " bill_refunded_fen) values (%(contract)s, '2026-09', 'jd', 's', 'open', 1, 1, 0, 0, 0)",
    "orders_billfee": "(contract_id, month, name, billed_fen, facts_fen) values (%(contract)s, '2026-09', 'x', 1, 0)",
    "orders_billexplanation": "(contract_id, is_order, item, expected_fen, billed_fen, reason, words, explained_by_id,"
    " explained_at) values (%(contract)s, true, 'o', 1, 0, 'fee', '', 1, now())",
    "orders_orderhold": "(contract_id, order_id, kind, why, raised_at, reason) values (%(contract)s, '1', 'hand', '{}', now(), '')",
    "orders_deliveryarea": "(contract_id, store, provinces, same_city, set_by_id, set_at) values (%(contract)s, '', '{}', '', 1, now())",
    "orders_parcel": "(contract_id, code, carrier, waybill, wave, province, city, district, route, waybill_by_us, packed_by_id, packed_at)"
    " values (%(contract)s, 'theirs', '', '', '', '', '', '', '', false, 1, now())",
    "orders_orderwaybill": "(contract_id, order_id, waybill) values (%(contract)s, '1', 'theirs')",
    "orders_parcelline": "(contract_id, parcel_id, order_id, line_id, sku, quantity, scanned)"
    " values (%(contract)s, 1, '1', '1', 'A', 1, 0)",
    "orders_remark": "(contract_id, order_id, text, by_id, at) values (%(contract)s, '1', 'theirs', 1, now())",
    "orders_ordermark": "(contract_id, order_id, flag) values (%(contract)s, '1', 'red')",
    "orders_orderact": "(contract_id, order_id, kind, words, before, batch, at)"
    " values (%(contract)s, '1', 'held', '{}', '{}', '', now())",
    "orders_savedview": "(person_id, name, query) values (%(person)s, 'theirs', '')",
    "orders_orderperson": "(contract_id, order_id, province, city, name, phone, last_four, same)"
    " values (%(contract)s, '1', '', '', '', '', '', '')",
    "orders_orderaddress": "(contract_id, order_id, version, sealed, by_buyer, reason, by_id, at)"
    " values (%(contract)s, '1', 1, 'theirs', true, '', 1, now())",
    "orders_directcustomer": "(contract_id, name, note, named_by_id, named_at) values (%(contract)s, 'theirs', '', 1, now())",
    "stock_warehouse": "(contract_id, name, owner_id, added_by_id, added_at) values (%(contract)s, 'theirs', 1, 1, now())",
    "stock_stocklevel": "(contract_id, warehouse_id, sku, on_hand, reserved, damaged, opened_at, counted_at)"
    " values (%(contract)s, 1, 'A', 0, 0, 0, now(), now())",
    "stock_stockentry": "(contract_id, warehouse_id, sku, kind, on_hand, reserved, damaged, line_id, order_id, reason,"
    " happened_at, at) values (%(contract)s, 1, 'A', 'reserved', 0, 1, 0, '1', '1', '', now(), now())",
    "stock_reservation": "(contract_id, line_id, sku, order_id, paid_at, reserved, short, shipped, missing, fit, damaged)"
    " values (%(contract)s, '1', 'A', '1', now(), 0, 1, 0, 0, 0, 0)",
    "stock_goodslist": "(contract_id, number, rows, changed, declared_by_id, declared_at) values (%(contract)s, 1, 1, 0, 1, now())",
    "stock_skuplan": "(contract_id, sku, safety, lead_days) values (%(contract)s, 'A', 1, 1)",
    "stock_storeshare": "(contract_id, store_id, parts) values (%(contract)s, 1, 1)",
    "stock_syncwish": "(contract_id, store_id, sku, quantity, wished_at) values (%(contract)s, 1, 'A', 1, now())",
    "stores_storelink": "(contract_id, platform, channel, store, base_url, state, orders_until, cases_until, connected_by_id,"
    " connected_at, next_at, failures) values (%(contract)s, 'jd', 'jd', 'theirs', 'x', 'connected', now(), now(), 1, now(), now(), 0)",
    "stores_storesecret": "(link_id, org_id, sealed) values (1, %(org)s, 'theirs')",
    "stores_linkday": "(contract_id, link_id, day, pulls, documents, failures) values (%(contract)s, 1, now(), 0, 0, '{}')",
    "scorecards_target": "(contract_id, number, measure, value, from_month, note, state, side, proposed_by_id, proposed_at)"
    " values (%(contract)s, 1, 'revenue', 1, '2026-03', '', 'proposed', 'a', %(person)s, now())",
    "scorecards_monthcomment": "(contract_id, month, side, version, text, written_by_id, written_at)"
    " values (%(contract)s, '2026-03', 'a', 1, 'theirs', %(person)s, now())",
    "scorecards_ratingfile": "(contract_id, name, media, sha256, content, handed_in_by_id, handed_in_at)"
    " values (%(contract)s, 'f', 'x', 'x', 'x', %(person)s, now())",
    "scorecards_storerating": "(contract_id, file_id, store, month, service, out_of) values (%(contract)s, 1, 's', '2026-03', 480, 5)",
    "scorecards_issuedreport": "(contract_id, number, month, span, language, side, sha256, document, issued_by_id, issued_at)"
    " values (%(contract)s, 1, '2026-03', 'month', 'zh', 'b', 'x', 'x', %(person)s, now())",
    "stock_listrhythm": "(contract_id, number, every_days, side, proposed_by_id, proposed_at)"
    " values (%(contract)s, 1, 7, 'a', %(person)s, now())",
    "stores_storenorms": "(contract_id, number, uptime_bp, p95_ms, cert_days, failed_max, note, state, side, proposed_by_id,"
    " proposed_at) values (%(contract)s, 1, 9950, 2000, 14, 3, '', 'proposed', 'a', %(person)s, now())",
    "stores_storecheck": "(contract_id, link_id, at, status, took_ms, is_good) values (%(contract)s, 1, now(), 200, 5, true)",
    "stores_storecheckday": "(contract_id, link_id, day, checks, failed) values (%(contract)s, 1, now(), 1, 0)",
    "stores_pulleddocument": "(contract_id, org_id, link_id, kind, document_id, sha256, sealed, pulled_at)"
    " values (%(contract)s, %(org)s, 1, 'order', '1', 'x', 'theirs', now())",
    "stores_pushaddress": "(link_id, org_id, code) values (1, %(org)s, 'theirs')",
    "stores_pushedmessage": "(contract_id, org_id, link_id, key, sealed, documents, received_at, state)"
    " values (%(contract)s, %(org)s, 1, '1', 'theirs', 1, now(), 'waiting')",
    "stores_pushrefusal": "(contract_id, link_id, day, code, times, reason, last_at)"
    " values (%(contract)s, 1, now(), 'x', 1, '{}', now())",
    "stores_storeorder": "(contract_id, link_id, order_id, state, platform_state, parent_id, parcels, sealed, asks_invoice)"
    " values (%(contract)s, 1, '1', 'paid', 'x', '', '[]', 'theirs', false)",
    "stores_storeorderchange": "(contract_id, order_id, state, platform_state, parcels, at, told_at)"
    " values (%(contract)s, 1, 'paid', 'x', '[]', now(), now())",
    "stores_storecase": "(contract_id, link_id, case_id, order_id, line_id, kind, state, platform_state, amount_fen, quantity,"
    " reason, return_waybill) values (%(contract)s, 1, '1', '1', '', 'refund_only', 'asked', 'x', 1, 1, '', '')",
    "stores_outgoingact": "(contract_id, link_id, kind, key, body, state, attempts, next_at, asked_by_id, asked_at)"
    " values (%(contract)s, 1, 'ship', '1', '{}', 'waiting', 0, now(), 1, now())",
    "evidence_entry": "(chain_id, seq, at, org, person, act, subject, facts, previous, hash)"
    " values (%(chain)s, 999, now(), 1, null, 'x', 'x', '{}', '', '')",
    "evidence_heldhead": "(chain_id, seq, hash, document, holder, at) values (%(chain)s, 1, '', 'x', 1, now())",
    "team_secondfactor": "(person_id, secret, begun_at, last_step, recovery) values (%(person)s, 'theirs', now(), 0, '{}')",
    "team_wrongtry": "(key, at) values ('theirs', now())",
    "team_companysignin": "(org_id, issuer, client_id, secret, domains, set_at, required)"
    " values (%(org)s, 'https://theirs.example', 'x', 'x', '{x.example}', now(), false)",
    "team_passkey": "(person_id, name, credential_id, public_key, sign_count, host, added_at)"
    " values (%(person)s, 'theirs', 'x', '', 0, 'localhost', now())",
    "team_person": "(name, org_id, roles, is_active, created_at) values ('x', %(org)s, '{}', true, now())",
    "team_account": "(person_id, email, mail, language) values (%(person)s, 'x@y.example', 'off', 'en')",
    "team_credential": "(person_id, password, sessions) values (%(person)s, 'theirs', 0)",
    "team_apitoken": "(person_id, name, token_hash, verbs, until, made_at)"
    " values (%(person)s, 'theirs', 'x', '{read}', now(), now())",
    "studio_file": "(contract_id, sha256, media, content) values (%(contract)s, 'x', 'image/jpeg', '')",
    "studio_asset": "(contract_id, number, product_id, kind, what, state, latest, approved, thumb_sha256, failing, added_by_id, added_at,"
    " turned_at) values (%(contract)s, 1, 1, 'main', '', 'needed', 0, 0, '', '{}', 1, now(), now())",
    "studio_version": "(contract_id, asset_id, number, sha256, name, media, width, height, size_bytes, mode, edge_white_permille,"
    " thumb_sha256, proof_sha256, note, added_by_id, added_at, reason) values (%(contract)s, 1, 1, 'x', 'f', 'x', 1, 1, 1, 'RGB', 0,"
    " 'x', 'x', '', 1, now(), '')",
    "studio_rendition": "(contract_id, version_id, rule, sha256, width, height, size_bytes, made_at)"
    " values (%(contract)s, 1, 'jd-main', 'x', 1, 1, 1, now())",
    "studio_reading": "(contract_id, version_id, lines, read_at) values (%(contract)s, 1, '[]', now())",
    "studio_pin": "(contract_id, asset_id, version_id, number, text, said_by_id, said_at) values (%(contract)s, 1, 1, 1, 'x', 1, now())",
    "studio_reply": "(contract_id, pin_id, text, said_by_id, said_at) values (%(contract)s, 1, 'x', 1, now())",
    "studio_right": "(contract_id, asset_id, kind, holder, recorded_by_id, recorded_at) values (%(contract)s, 1, 'model', 'x', 1, now())",
    "studio_upload": "(contract_id, product_id, kind, sha256, size_bytes, received_bytes, name, note, begun_by_id, begun_at)"
    " values (%(contract)s, 1, 'main', 'x', 1, 0, 'f', '', 1, now())",
    "studio_uploadpart": "(contract_id, upload_id, \"offset\", content) values (%(contract)s, 1, 0, '')",
    "studio_page": "(contract_id, product_id, channel, state, begun_by_id, begun_at, turned_at)"
    " values (%(contract)s, 1, 'jd', 'draft', 1, now(), now())",
    "studio_pageblock": "(contract_id, page_id, place, position, text) values (%(contract)s, 1, 'detail', 1, 'x')",
    "studio_edition": "(contract_id, page_id, number, content, sha256, submitted_by_id, submitted_at, reason)"
    " values (%(contract)s, 1, 1, '{}', 'x', 1, now(), '')",
    "studio_copyrequest": "(contract_id, number, product_id, what, due_on, asked_by_id, asked_at, text)"
    " values (%(contract)s, 1, 1, 'x', now(), 1, now(), '')",
}
