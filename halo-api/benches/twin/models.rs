// Written by `cargo xtask bench-twin` from the schema.

//! The largest model and all that it holds as serde derives, and a table of the same fields.

#[allow(clippy::enum_glob_use)]
use super::Kind::*;
use super::{Field, field};

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct ZonedDateTime {
    #[serde(rename = "datetime", skip_serializing_if = "Option::is_none")]
    pub(crate) datetime: Option<crate::twin::Instant>,
    #[serde(rename = "timezone", skip_serializing_if = "Option::is_none")]
    pub(crate) timezone: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct CustomField {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(rename = "label", skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    #[serde(rename = "summary", skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) field_type: Option<i64>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<serde_json::Value>,
    #[serde(rename = "value_is_password_id", skip_serializing_if = "Option::is_none")]
    pub(crate) value_is_password_id: Option<bool>,
    #[serde(rename = "display", skip_serializing_if = "Option::is_none")]
    pub(crate) display: Option<String>,
    #[serde(rename = "characterlimit", skip_serializing_if = "Option::is_none")]
    pub(crate) character_limit: Option<i64>,
    #[serde(rename = "characterlimittype", skip_serializing_if = "Option::is_none")]
    pub(crate) character_limit_type: Option<i64>,
    #[serde(rename = "inputtype", skip_serializing_if = "Option::is_none")]
    pub(crate) input_type: Option<i64>,
    #[serde(rename = "copytochild", skip_serializing_if = "Option::is_none")]
    pub(crate) copy_to_child: Option<bool>,
    #[serde(rename = "copytoparent", skip_serializing_if = "Option::is_none")]
    pub(crate) copy_to_parent: Option<bool>,
    #[serde(rename = "searchable", skip_serializing_if = "Option::is_none")]
    pub(crate) is_searchable: Option<bool>,
    #[serde(rename = "ordervalues", skip_serializing_if = "Option::is_none")]
    pub(crate) order_values: Option<bool>,
    #[serde(rename = "ordervaluesby", skip_serializing_if = "Option::is_none")]
    pub(crate) order_values_by: Option<i64>,
    #[serde(rename = "database_lookup_id", skip_serializing_if = "Option::is_none")]
    pub(crate) database_lookup_id: Option<i64>,
    #[serde(rename = "database_lookup_auto", skip_serializing_if = "Option::is_none")]
    pub(crate) database_lookup_auto: Option<bool>,
    #[serde(rename = "third_party_name", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_name: Option<String>,
    #[serde(rename = "extratype", skip_serializing_if = "Option::is_none")]
    pub(crate) extra_type: Option<i64>,
    #[serde(rename = "copytochildonupdate", skip_serializing_if = "Option::is_none")]
    pub(crate) copy_to_child_on_update: Option<bool>,
    #[serde(rename = "copytoparentonupdate", skip_serializing_if = "Option::is_none")]
    pub(crate) copy_to_parent_on_update: Option<bool>,
    #[serde(rename = "hyperlink", skip_serializing_if = "Option::is_none")]
    pub(crate) hyperlink: Option<String>,
    #[serde(rename = "usage", skip_serializing_if = "Option::is_none")]
    pub(crate) usage: Option<i64>,
    #[serde(rename = "linked_table_id", skip_serializing_if = "Option::is_none")]
    pub(crate) linked_table_id: Option<i64>,
    #[serde(rename = "showondetailsscreen", skip_serializing_if = "Option::is_none")]
    pub(crate) show_on_details_screen: Option<bool>,
    #[serde(rename = "third_party_value", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_value: Option<String>,
    #[serde(rename = "custom_extra_table_id", skip_serializing_if = "Option::is_none")]
    pub(crate) custom_extra_table_id: Option<i64>,
    #[serde(rename = "copytorelated", skip_serializing_if = "Option::is_none")]
    pub(crate) copy_to_related: Option<bool>,
    #[serde(rename = "calculation", skip_serializing_if = "Option::is_none")]
    pub(crate) calculation: Option<String>,
    #[serde(rename = "rounding", skip_serializing_if = "Option::is_none")]
    pub(crate) rounding: Option<i64>,
    #[serde(rename = "regex", skip_serializing_if = "Option::is_none")]
    pub(crate) regex: Option<String>,
    #[serde(rename = "onlyshowforagents", skip_serializing_if = "Option::is_none")]
    pub(crate) agents_only: Option<bool>,
    #[serde(rename = "is_horizontal", skip_serializing_if = "Option::is_none")]
    pub(crate) is_horizontal: Option<bool>,
    #[serde(rename = "isencrypted", skip_serializing_if = "Option::is_none")]
    pub(crate) is_encrypted: Option<bool>,
    #[serde(rename = "max_selection", skip_serializing_if = "Option::is_none")]
    pub(crate) max_selection: Option<i64>,
    #[serde(rename = "guid", skip_serializing_if = "Option::is_none")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "selection_field_id", skip_serializing_if = "Option::is_none")]
    pub(crate) selection_field_id: Option<i64>,
    #[serde(rename = "validation_data", skip_serializing_if = "Option::is_none")]
    pub(crate) validation_data: Option<Vec<serde_json::Value>>,
    #[serde(rename = "showintable", skip_serializing_if = "Option::is_none")]
    pub(crate) show_in_table: Option<bool>,
    #[serde(rename = "table_height", skip_serializing_if = "Option::is_none")]
    pub(crate) table_height: Option<i64>,
    #[serde(rename = "dont_delete_rows", skip_serializing_if = "Option::is_none")]
    pub(crate) dont_delete_rows: Option<bool>,
    #[serde(rename = "table_matching_field", skip_serializing_if = "Option::is_none")]
    pub(crate) table_matching_field: Option<i64>,
    #[serde(rename = "load_type", skip_serializing_if = "Option::is_none")]
    pub(crate) load_type: Option<i64>,
    #[serde(rename = "add_rows", skip_serializing_if = "Option::is_none")]
    pub(crate) add_rows: Option<bool>,
    #[serde(rename = "delete_these_rows", skip_serializing_if = "Option::is_none")]
    pub(crate) delete_these_rows: Option<Vec<i64>>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketTimeEntry {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "faultid", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "actioncode", skip_serializing_if = "Option::is_none")]
    pub(crate) actioncode: Option<i64>,
    #[serde(rename = "time", skip_serializing_if = "Option::is_none")]
    pub(crate) time: Option<f64>,
    #[serde(rename = "actionbillingplanid", skip_serializing_if = "Option::is_none")]
    pub(crate) billing_plan_id: Option<i64>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<crate::twin::Money>,
    #[serde(rename = "overridden", skip_serializing_if = "Option::is_none")]
    pub(crate) overridden: Option<bool>,
    #[serde(rename = "actualtime", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_time: Option<f64>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct AdditionalAgent {
    #[serde(rename = "faultid", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<crate::twin::Id>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct ExternalLink {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "table_id", skip_serializing_if = "Option::is_none")]
    pub(crate) table_id: Option<i64>,
    #[serde(rename = "module_id", skip_serializing_if = "Option::is_none")]
    pub(crate) module_id: Option<i64>,
    #[serde(rename = "integration_name", skip_serializing_if = "Option::is_none")]
    pub(crate) integration_name: Option<String>,
    #[serde(rename = "halo_id", skip_serializing_if = "Option::is_none")]
    pub(crate) halo_id: Option<i64>,
    #[serde(rename = "third_party_id", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_id: Option<String>,
    #[serde(rename = "third_party_desc", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_desc: Option<String>,
    #[serde(rename = "third_party_type", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_type: Option<String>,
    #[serde(rename = "third_party_url", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_url: Option<String>,
    #[serde(rename = "third_party_assigned_to", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_assigned_to: Option<String>,
    #[serde(rename = "third_party_count", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_count: Option<i64>,
    #[serde(rename = "primary", skip_serializing_if = "Option::is_none")]
    pub(crate) is_primary: Option<bool>,
    #[serde(rename = "halo_desc", skip_serializing_if = "Option::is_none")]
    pub(crate) halo_desc: Option<String>,
    #[serde(rename = "halo_second_id", skip_serializing_if = "Option::is_none")]
    pub(crate) halo_second_id: Option<i64>,
    #[serde(rename = "halo_second_desc", skip_serializing_if = "Option::is_none")]
    pub(crate) halo_second_desc: Option<String>,
    #[serde(rename = "extra_match_field", skip_serializing_if = "Option::is_none")]
    pub(crate) extra_match_field: Option<String>,
    #[serde(rename = "details_id", skip_serializing_if = "Option::is_none")]
    pub(crate) details_id: Option<i64>,
    #[serde(rename = "third_party_secondary_id", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_secondary_id: Option<String>,
    #[serde(rename = "third_party_status", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_status: Option<String>,
    #[serde(rename = "third_party_priority", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_priority: Option<String>,
    #[serde(rename = "date_created", skip_serializing_if = "Option::is_none")]
    pub(crate) date_created: Option<crate::twin::Instant>,
    #[serde(rename = "date_updated", skip_serializing_if = "Option::is_none")]
    pub(crate) date_updated: Option<crate::twin::Instant>,
    #[serde(rename = "subscription_id", skip_serializing_if = "Option::is_none")]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "subscription_expiry", skip_serializing_if = "Option::is_none")]
    pub(crate) subscription_expiry: Option<crate::twin::Instant>,
    #[serde(rename = "revisions", skip_serializing_if = "Option::is_none")]
    pub(crate) revisions: Option<i64>,
    #[serde(rename = "third_party_additional_id", skip_serializing_if = "Option::is_none")]
    pub(crate) third_party_additional_id: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct Address {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) address_type: Option<i64>,
    #[serde(rename = "description", skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "line1", skip_serializing_if = "Option::is_none")]
    pub(crate) line1: Option<String>,
    #[serde(rename = "line2", skip_serializing_if = "Option::is_none")]
    pub(crate) line2: Option<String>,
    #[serde(rename = "line3", skip_serializing_if = "Option::is_none")]
    pub(crate) line3: Option<String>,
    #[serde(rename = "line4", skip_serializing_if = "Option::is_none")]
    pub(crate) line4: Option<String>,
    #[serde(rename = "postcode", skip_serializing_if = "Option::is_none")]
    pub(crate) postcode: Option<String>,
    #[serde(rename = "primary", skip_serializing_if = "Option::is_none")]
    pub(crate) is_primary: Option<bool>,
    #[serde(rename = "inactive", skip_serializing_if = "Option::is_none")]
    pub(crate) inactive: Option<bool>,
    #[serde(rename = "date_active", skip_serializing_if = "Option::is_none")]
    pub(crate) date_active: Option<crate::twin::Instant>,
    #[serde(rename = "date_inactive", skip_serializing_if = "Option::is_none")]
    pub(crate) date_inactive: Option<crate::twin::Instant>,
    #[serde(rename = "lat", skip_serializing_if = "Option::is_none")]
    pub(crate) latitude: Option<f64>,
    #[serde(rename = "long", skip_serializing_if = "Option::is_none")]
    pub(crate) longitude: Option<f64>,
    #[serde(rename = "client_name", skip_serializing_if = "Option::is_none")]
    pub(crate) client_name: Option<String>,
    #[serde(rename = "site_id", skip_serializing_if = "Option::is_none")]
    pub(crate) site_id: Option<crate::twin::Id>,
    #[serde(rename = "site_name", skip_serializing_if = "Option::is_none")]
    pub(crate) site_name: Option<String>,
    #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<crate::twin::Id>,
    #[serde(rename = "user_name", skip_serializing_if = "Option::is_none")]
    pub(crate) user_name: Option<String>,
    #[serde(rename = "user_email", skip_serializing_if = "Option::is_none")]
    pub(crate) user_email: Option<String>,
    #[serde(rename = "_warning", skip_serializing_if = "Option::is_none")]
    pub(crate) warning: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketApprover {
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "seq", skip_serializing_if = "Option::is_none")]
    pub(crate) sequence: Option<i64>,
    #[serde(rename = "actionnumber", skip_serializing_if = "Option::is_none")]
    pub(crate) action_number: Option<i64>,
    #[serde(rename = "result", skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<i64>,
    #[serde(rename = "emailaddress", skip_serializing_if = "Option::is_none")]
    pub(crate) email_address: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) approver_type: Option<i64>,
    #[serde(rename = "agent_id", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_id: Option<crate::twin::Id>,
    #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<crate::twin::Id>,
    #[serde(rename = "cab_id", skip_serializing_if = "Option::is_none")]
    pub(crate) cab_id: Option<crate::twin::Id>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(rename = "requestor_agent_id", skip_serializing_if = "Option::is_none")]
    pub(crate) requestor_agent_id: Option<crate::twin::Id>,
    #[serde(rename = "requestor_user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) requestor_user_id: Option<crate::twin::Id>,
    #[serde(rename = "datetime", skip_serializing_if = "Option::is_none")]
    pub(crate) datetime: Option<crate::twin::Instant>,
    #[serde(rename = "approval_process_id", skip_serializing_if = "Option::is_none")]
    pub(crate) approval_process_id: Option<crate::twin::Id>,
    #[serde(rename = "approval_process_name", skip_serializing_if = "Option::is_none")]
    pub(crate) approval_process_name: Option<String>,
    #[serde(rename = "approver_note", skip_serializing_if = "Option::is_none")]
    pub(crate) approver_note: Option<String>,
    #[serde(rename = "requestor_name", skip_serializing_if = "Option::is_none")]
    pub(crate) requestor_name: Option<String>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "agent_name", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_name: Option<String>,
    #[serde(rename = "votes_required_to_accept", skip_serializing_if = "Option::is_none")]
    pub(crate) votes_required_to_accept: Option<i64>,
    #[serde(rename = "votes_required_to_reject", skip_serializing_if = "Option::is_none")]
    pub(crate) votes_required_to_reject: Option<i64>,
    #[serde(rename = "is_mandatory", skip_serializing_if = "Option::is_none")]
    pub(crate) is_mandatory: Option<bool>,
    #[serde(rename = "uniqueid", skip_serializing_if = "Option::is_none")]
    pub(crate) unique_id: Option<i64>,
    #[serde(rename = "lastreminderdatetime", skip_serializing_if = "Option::is_none")]
    pub(crate) last_reminder_date: Option<crate::twin::Instant>,
    #[serde(rename = "step_id", skip_serializing_if = "Option::is_none")]
    pub(crate) step_id: Option<i64>,
    #[serde(rename = "step_name", skip_serializing_if = "Option::is_none")]
    pub(crate) step_name: Option<String>,
    #[serde(rename = "dateapproved", skip_serializing_if = "Option::is_none")]
    pub(crate) date_approved: Option<crate::twin::Instant>,
    #[serde(rename = "delegated_by_username", skip_serializing_if = "Option::is_none")]
    pub(crate) delegated_by_username: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct AttachmentInfo {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<crate::twin::Id>,
    #[serde(rename = "filename", skip_serializing_if = "Option::is_none")]
    pub(crate) filename: Option<String>,
    #[serde(rename = "datecreated", skip_serializing_if = "Option::is_none")]
    pub(crate) date_created: Option<crate::twin::Instant>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "filesize", skip_serializing_if = "Option::is_none")]
    pub(crate) file_size: Option<i64>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) attachment_type: Option<i64>,
    #[serde(rename = "unique_id", skip_serializing_if = "Option::is_none")]
    pub(crate) unique_id: Option<i64>,
    #[serde(rename = "desc", skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(rename = "isimage", skip_serializing_if = "Option::is_none")]
    pub(crate) is_image: Option<bool>,
    #[serde(rename = "showforusers", skip_serializing_if = "Option::is_none")]
    pub(crate) show_for_users: Option<bool>,
    #[serde(rename = "data_base64", skip_serializing_if = "Option::is_none")]
    pub(crate) data_base64: Option<String>,
    #[serde(rename = "download_url", skip_serializing_if = "Option::is_none")]
    pub(crate) download_url: Option<String>,
    #[serde(rename = "link", skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    #[serde(rename = "content_type", skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<String>,
    #[serde(rename = "last_updated", skip_serializing_if = "Option::is_none")]
    pub(crate) last_updated: Option<crate::twin::Instant>,
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "action_id", skip_serializing_if = "Option::is_none")]
    pub(crate) action_id: Option<crate::twin::Id>,
    #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<crate::twin::Id>,
    #[serde(rename = "agent_id", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_id: Option<crate::twin::Id>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct PopupNote {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "client_id", skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<crate::twin::Id>,
    #[serde(rename = "site_id", skip_serializing_if = "Option::is_none")]
    pub(crate) site_id: Option<crate::twin::Id>,
    #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<crate::twin::Id>,
    #[serde(rename = "date_created", skip_serializing_if = "Option::is_none")]
    pub(crate) date_created: Option<crate::twin::Instant>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "dismissable", skip_serializing_if = "Option::is_none")]
    pub(crate) dismissable: Option<bool>,
    #[serde(rename = "read_status", skip_serializing_if = "Option::is_none")]
    pub(crate) read_status: Option<i64>,
    #[serde(rename = "displaymodal", skip_serializing_if = "Option::is_none")]
    pub(crate) display_modal: Option<bool>,
    #[serde(rename = "displayhtml", skip_serializing_if = "Option::is_none")]
    pub(crate) display_html: Option<bool>,
    #[serde(rename = "limitdaterange", skip_serializing_if = "Option::is_none")]
    pub(crate) limit_date_range: Option<bool>,
    #[serde(rename = "startdate", skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<crate::twin::Instant>,
    #[serde(rename = "enddate", skip_serializing_if = "Option::is_none")]
    pub(crate) end_date: Option<crate::twin::Instant>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketAsset {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<crate::twin::Id>,
    #[serde(rename = "inventory_number", skip_serializing_if = "Option::is_none")]
    pub(crate) inventory_number: Option<String>,
    #[serde(rename = "key_field", skip_serializing_if = "Option::is_none")]
    pub(crate) key_field: Option<String>,
    #[serde(rename = "key_field2", skip_serializing_if = "Option::is_none")]
    pub(crate) key_field_2: Option<String>,
    #[serde(rename = "key_field3", skip_serializing_if = "Option::is_none")]
    pub(crate) key_field_3: Option<String>,
    #[serde(rename = "client_id", skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<crate::twin::Id>,
    #[serde(rename = "client_name", skip_serializing_if = "Option::is_none")]
    pub(crate) client_name: Option<String>,
    #[serde(rename = "site_id", skip_serializing_if = "Option::is_none")]
    pub(crate) site_id: Option<crate::twin::Id>,
    #[serde(rename = "site_name", skip_serializing_if = "Option::is_none")]
    pub(crate) site_name: Option<String>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(rename = "assettype_id", skip_serializing_if = "Option::is_none")]
    pub(crate) asset_type_id: Option<crate::twin::Id>,
    #[serde(rename = "assettype_name", skip_serializing_if = "Option::is_none")]
    pub(crate) asset_type_name: Option<String>,
    #[serde(rename = "inactive", skip_serializing_if = "Option::is_none")]
    pub(crate) inactive: Option<bool>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketToDo {
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "done", skip_serializing_if = "Option::is_none")]
    pub(crate) done: Option<bool>,
    #[serde(rename = "done_by_id", skip_serializing_if = "Option::is_none")]
    pub(crate) done_by_id: Option<crate::twin::Id>,
    #[serde(rename = "done_by_name", skip_serializing_if = "Option::is_none")]
    pub(crate) done_by_name: Option<String>,
    #[serde(rename = "text", skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(rename = "start_date", skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<crate::twin::Instant>,
    #[serde(rename = "end_date", skip_serializing_if = "Option::is_none")]
    pub(crate) end_date: Option<crate::twin::Instant>,
    #[serde(rename = "actual_start", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_start: Option<crate::twin::Instant>,
    #[serde(rename = "actual_end", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_end: Option<crate::twin::Instant>,
    #[serde(rename = "sequence", skip_serializing_if = "Option::is_none")]
    pub(crate) sequence: Option<i64>,
    #[serde(rename = "group_id", skip_serializing_if = "Option::is_none")]
    pub(crate) group_id: Option<i64>,
    #[serde(rename = "group_name", skip_serializing_if = "Option::is_none")]
    pub(crate) group_name: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketItem {
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "item_id", skip_serializing_if = "Option::is_none")]
    pub(crate) item_id: Option<crate::twin::Id>,
    #[serde(rename = "quantity", skip_serializing_if = "Option::is_none")]
    pub(crate) quantity: Option<f64>,
    #[serde(rename = "quantity_shipped", skip_serializing_if = "Option::is_none")]
    pub(crate) quantity_shipped: Option<f64>,
    #[serde(rename = "costprice", skip_serializing_if = "Option::is_none")]
    pub(crate) cost_price: Option<crate::twin::Money>,
    #[serde(rename = "price", skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<crate::twin::Money>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    #[serde(rename = "date_shipped", skip_serializing_if = "Option::is_none")]
    pub(crate) date_shipped: Option<crate::twin::Instant>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(rename = "asset_id", skip_serializing_if = "Option::is_none")]
    pub(crate) asset_id: Option<crate::twin::Id>,
    #[serde(rename = "agent_id", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_id: Option<crate::twin::Id>,
    #[serde(rename = "supplier_name", skip_serializing_if = "Option::is_none")]
    pub(crate) supplier_name: Option<String>,
    #[serde(rename = "tax", skip_serializing_if = "Option::is_none")]
    pub(crate) tax: Option<f64>,
    #[serde(rename = "net_total", skip_serializing_if = "Option::is_none")]
    pub(crate) net_total: Option<crate::twin::Money>,
    #[serde(rename = "total_price", skip_serializing_if = "Option::is_none")]
    pub(crate) total_price: Option<crate::twin::Money>,
    #[serde(rename = "total_tax", skip_serializing_if = "Option::is_none")]
    pub(crate) total_tax: Option<crate::twin::Money>,
    #[serde(rename = "inventory_number", skip_serializing_if = "Option::is_none")]
    pub(crate) inventory_number: Option<String>,
    #[serde(rename = "budgettype_id", skip_serializing_if = "Option::is_none")]
    pub(crate) budget_type_id: Option<crate::twin::Id>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketBudget {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "budgettype_id", skip_serializing_if = "Option::is_none")]
    pub(crate) budget_type_id: Option<crate::twin::Id>,
    #[serde(rename = "budgettype_name", skip_serializing_if = "Option::is_none")]
    pub(crate) budget_type_name: Option<String>,
    #[serde(rename = "hours", skip_serializing_if = "Option::is_none")]
    pub(crate) hours: Option<f64>,
    #[serde(rename = "days", skip_serializing_if = "Option::is_none")]
    pub(crate) days: Option<f64>,
    #[serde(rename = "rate", skip_serializing_if = "Option::is_none")]
    pub(crate) rate: Option<crate::twin::Money>,
    #[serde(rename = "rate_days", skip_serializing_if = "Option::is_none")]
    pub(crate) rate_days: Option<crate::twin::Money>,
    #[serde(rename = "money", skip_serializing_if = "Option::is_none")]
    pub(crate) money: Option<crate::twin::Money>,
    #[serde(rename = "estimated_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) estimated_hours: Option<f64>,
    #[serde(rename = "estimated_days", skip_serializing_if = "Option::is_none")]
    pub(crate) estimated_days: Option<f64>,
    #[serde(rename = "estimated_money", skip_serializing_if = "Option::is_none")]
    pub(crate) estimated_money: Option<crate::twin::Money>,
    #[serde(rename = "actual_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_hours: Option<f64>,
    #[serde(rename = "actual_days", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_days: Option<f64>,
    #[serde(rename = "actual_money", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_money: Option<crate::twin::Money>,
    #[serde(rename = "scheduled_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) scheduled_hours: Option<f64>,
    #[serde(rename = "scheduled_days", skip_serializing_if = "Option::is_none")]
    pub(crate) scheduled_days: Option<f64>,
    #[serde(rename = "scheduled_value", skip_serializing_if = "Option::is_none")]
    pub(crate) scheduled_value: Option<crate::twin::Money>,
    #[serde(rename = "toschedule_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) to_schedule_hours: Option<f64>,
    #[serde(rename = "toschedule_days", skip_serializing_if = "Option::is_none")]
    pub(crate) to_schedule_days: Option<f64>,
    #[serde(rename = "toschedule_value", skip_serializing_if = "Option::is_none")]
    pub(crate) to_schedule_value: Option<crate::twin::Money>,
    #[serde(rename = "remaining_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) remaining_hours: Option<f64>,
    #[serde(rename = "remaining_days", skip_serializing_if = "Option::is_none")]
    pub(crate) remaining_days: Option<f64>,
    #[serde(rename = "remaining_value", skip_serializing_if = "Option::is_none")]
    pub(crate) remaining_value: Option<crate::twin::Money>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketTag {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "text", skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketMilestone {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<crate::twin::Id>,
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(rename = "sequence", skip_serializing_if = "Option::is_none")]
    pub(crate) sequence: Option<i64>,
    #[serde(rename = "start_date", skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<crate::twin::Instant>,
    #[serde(rename = "target_date", skip_serializing_if = "Option::is_none")]
    pub(crate) target_date: Option<crate::twin::Instant>,
    #[serde(rename = "tickets", skip_serializing_if = "Option::is_none")]
    pub(crate) tickets: Option<Vec<serde_json::Value>>,
    #[serde(rename = "start_days", skip_serializing_if = "Option::is_none")]
    pub(crate) start_days: Option<i64>,
    #[serde(rename = "target_days", skip_serializing_if = "Option::is_none")]
    pub(crate) target_days: Option<i64>,
    #[serde(rename = "milestone_value", skip_serializing_if = "Option::is_none")]
    pub(crate) milestone_value: Option<crate::twin::Money>,
    #[serde(rename = "processed_date", skip_serializing_if = "Option::is_none")]
    pub(crate) processed_date: Option<crate::twin::Instant>,
    #[serde(rename = "invoicenumber", skip_serializing_if = "Option::is_none")]
    pub(crate) invoice_number: Option<String>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketWorkflowMove {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "ticket_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "moved_from", skip_serializing_if = "Option::is_none")]
    pub(crate) from_step: Option<i64>,
    #[serde(rename = "moved_to", skip_serializing_if = "Option::is_none")]
    pub(crate) to_step: Option<i64>,
    #[serde(rename = "flow_id", skip_serializing_if = "Option::is_none")]
    pub(crate) workflow_id: Option<crate::twin::Id>,
    #[serde(rename = "moved_from_stage", skip_serializing_if = "Option::is_none")]
    pub(crate) from_stage: Option<i64>,
    #[serde(rename = "moved_to_stage", skip_serializing_if = "Option::is_none")]
    pub(crate) to_stage: Option<i64>,
    #[serde(rename = "moved_date", skip_serializing_if = "Option::is_none")]
    pub(crate) moved_date: Option<crate::twin::Instant>,
    #[serde(rename = "target_date", skip_serializing_if = "Option::is_none")]
    pub(crate) target_date: Option<crate::twin::Instant>,
    #[serde(rename = "target_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) target_hours: Option<f64>,
    #[serde(rename = "actual_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_hours: Option<f64>,
    #[serde(rename = "target_met", skip_serializing_if = "Option::is_none")]
    pub(crate) target_met: Option<bool>,
    #[serde(rename = "override_date", skip_serializing_if = "Option::is_none")]
    pub(crate) override_date: Option<crate::twin::Instant>,
    #[serde(rename = "summary", skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<String>,
    #[serde(rename = "action_id", skip_serializing_if = "Option::is_none")]
    pub(crate) action_id: Option<crate::twin::Id>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketContributor {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<crate::twin::Id>,
    #[serde(rename = "username", skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(rename = "agent_id", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_id: Option<crate::twin::Id>,
    #[serde(rename = "agentname", skip_serializing_if = "Option::is_none")]
    pub(crate) agent_name: Option<String>,
    #[serde(rename = "code", skip_serializing_if = "Option::is_none")]
    pub(crate) role_code: Option<i64>,
    #[serde(rename = "rolename", skip_serializing_if = "Option::is_none")]
    pub(crate) role_name: Option<String>,
    #[serde(rename = "ticketid", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[serde(rename = "contributor_type", skip_serializing_if = "Option::is_none")]
    pub(crate) contributor_type: Option<i64>,
    #[serde(rename = "quality", skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<i64>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketDateDependency {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "parentfaultid", skip_serializing_if = "Option::is_none")]
    pub(crate) project_id: Option<crate::twin::Id>,
    #[serde(rename = "faultid", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "dependentfaultid", skip_serializing_if = "Option::is_none")]
    pub(crate) dependent_ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "applied_from_template", skip_serializing_if = "Option::is_none")]
    pub(crate) applied_from_template: Option<bool>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct TicketOla {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(rename = "fault_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ticket_id: Option<crate::twin::Id>,
    #[serde(rename = "target_id", skip_serializing_if = "Option::is_none")]
    pub(crate) target_id: Option<i64>,
    #[serde(rename = "target_name", skip_serializing_if = "Option::is_none")]
    pub(crate) target_name: Option<String>,
    #[serde(rename = "target_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) target_hours: Option<f64>,
    #[serde(rename = "actual_hours", skip_serializing_if = "Option::is_none")]
    pub(crate) actual_hours: Option<f64>,
    #[serde(rename = "target_date", skip_serializing_if = "Option::is_none")]
    pub(crate) target_date: Option<crate::twin::Instant>,
    #[serde(rename = "target_met", skip_serializing_if = "Option::is_none")]
    pub(crate) target_met: Option<bool>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<i64>,
    #[serde(rename = "start_date", skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<crate::twin::Instant>,
    #[serde(rename = "pause_date", skip_serializing_if = "Option::is_none")]
    pub(crate) pause_date: Option<crate::twin::Instant>,
    #[serde(rename = "end_date", skip_serializing_if = "Option::is_none")]
    pub(crate) end_date: Option<crate::twin::Instant>,
}

/// Defines the model itself. What it is given stands at its end.
macro_rules! ticket {
    ($($extra:tt)*) => {
        #[derive(serde::Deserialize, serde::Serialize)]
        pub(crate) struct Ticket {
            #[serde(rename = "id")]
            pub(crate) id: crate::twin::Id,
            #[serde(rename = "dateoccurred", skip_serializing_if = "Option::is_none")]
            pub(crate) date_occurred: Option<crate::twin::Instant>,
            #[serde(rename = "summary", skip_serializing_if = "Option::is_none")]
            pub(crate) summary: Option<String>,
            #[serde(rename = "details", skip_serializing_if = "Option::is_none")]
            pub(crate) details: Option<String>,
            #[serde(rename = "status_id", skip_serializing_if = "Option::is_none")]
            pub(crate) status_id: Option<crate::twin::Id>,
            #[serde(rename = "status_name", skip_serializing_if = "Option::is_none")]
            pub(crate) status_name: Option<String>,
            #[serde(rename = "tickettype_id", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_type_id: Option<crate::twin::Id>,
            #[serde(rename = "tickettype_name", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_type_name: Option<String>,
            #[serde(rename = "sla_id", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_id: Option<crate::twin::Id>,
            #[serde(rename = "sla_name", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_name: Option<String>,
            #[serde(rename = "priority_id", skip_serializing_if = "Option::is_none")]
            pub(crate) priority_id: Option<crate::twin::Id>,
            #[serde(rename = "client_id", skip_serializing_if = "Option::is_none")]
            pub(crate) client_id: Option<crate::twin::Id>,
            #[serde(rename = "client_name", skip_serializing_if = "Option::is_none")]
            pub(crate) client_name: Option<String>,
            #[serde(rename = "site_id", skip_serializing_if = "Option::is_none")]
            pub(crate) site_id: Option<crate::twin::Id>,
            #[serde(rename = "site_name", skip_serializing_if = "Option::is_none")]
            pub(crate) site_name: Option<String>,
            #[serde(rename = "user_id", skip_serializing_if = "Option::is_none")]
            pub(crate) user_id: Option<crate::twin::Id>,
            #[serde(rename = "user_name", skip_serializing_if = "Option::is_none")]
            pub(crate) user_name: Option<String>,
            #[serde(rename = "team_id", skip_serializing_if = "Option::is_none")]
            pub(crate) team_id: Option<crate::twin::Id>,
            #[serde(rename = "team", skip_serializing_if = "Option::is_none")]
            pub(crate) team: Option<String>,
            #[serde(rename = "agent_id", skip_serializing_if = "Option::is_none")]
            pub(crate) agent_id: Option<crate::twin::Id>,
            #[serde(rename = "agent_name", skip_serializing_if = "Option::is_none")]
            pub(crate) agent_name: Option<String>,
            #[serde(rename = "category_1", skip_serializing_if = "Option::is_none")]
            pub(crate) category_1: Option<String>,
            #[serde(rename = "category_2", skip_serializing_if = "Option::is_none")]
            pub(crate) category_2: Option<String>,
            #[serde(rename = "category_3", skip_serializing_if = "Option::is_none")]
            pub(crate) category_3: Option<String>,
            #[serde(rename = "category_4", skip_serializing_if = "Option::is_none")]
            pub(crate) category_4: Option<String>,
            #[serde(rename = "categoryid_1", skip_serializing_if = "Option::is_none")]
            pub(crate) category_id_1: Option<crate::twin::Id>,
            #[serde(rename = "categoryid_2", skip_serializing_if = "Option::is_none")]
            pub(crate) category_id_2: Option<crate::twin::Id>,
            #[serde(rename = "categoryid_3", skip_serializing_if = "Option::is_none")]
            pub(crate) category_id_3: Option<crate::twin::Id>,
            #[serde(rename = "categoryid_4", skip_serializing_if = "Option::is_none")]
            pub(crate) category_id_4: Option<crate::twin::Id>,
            #[serde(rename = "category_1_display", skip_serializing_if = "Option::is_none")]
            pub(crate) category_1_display: Option<String>,
            #[serde(rename = "category_2_display", skip_serializing_if = "Option::is_none")]
            pub(crate) category_2_display: Option<String>,
            #[serde(rename = "category_3_display", skip_serializing_if = "Option::is_none")]
            pub(crate) category_3_display: Option<String>,
            #[serde(rename = "category_4_display", skip_serializing_if = "Option::is_none")]
            pub(crate) category_4_display: Option<String>,
            #[serde(rename = "estimate", skip_serializing_if = "Option::is_none")]
            pub(crate) estimate: Option<f64>,
            #[serde(rename = "estimatedays", skip_serializing_if = "Option::is_none")]
            pub(crate) estimate_days: Option<f64>,
            #[serde(rename = "projecttimepercentage", skip_serializing_if = "Option::is_none")]
            pub(crate) project_time_percentage: Option<f64>,
            #[serde(rename = "projectcompletionpercentage", skip_serializing_if = "Option::is_none")]
            pub(crate) project_completion_percentage: Option<f64>,
            #[serde(rename = "projectearlieststart", skip_serializing_if = "Option::is_none")]
            pub(crate) project_earliest_start: Option<crate::twin::Instant>,
            #[serde(rename = "projectlatestend", skip_serializing_if = "Option::is_none")]
            pub(crate) project_latest_end: Option<crate::twin::Instant>,
            #[serde(rename = "timetaken", skip_serializing_if = "Option::is_none")]
            pub(crate) time_taken: Option<f64>,
            #[serde(rename = "chargehours", skip_serializing_if = "Option::is_none")]
            pub(crate) charge_hours: Option<f64>,
            #[serde(rename = "nonchargehours", skip_serializing_if = "Option::is_none")]
            pub(crate) non_charge_hours: Option<f64>,
            #[serde(rename = "travelhours", skip_serializing_if = "Option::is_none")]
            pub(crate) travel_hours: Option<f64>,
            #[serde(rename = "totalmileage", skip_serializing_if = "Option::is_none")]
            pub(crate) total_mileage: Option<f64>,
            #[serde(rename = "itemsprice", skip_serializing_if = "Option::is_none")]
            pub(crate) items_price: Option<crate::twin::Money>,
            #[serde(rename = "items", skip_serializing_if = "Option::is_none")]
            pub(crate) items: Option<String>,
            #[serde(rename = "supplier_name", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_name: Option<String>,
            #[serde(rename = "parent_id", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_id: Option<crate::twin::Id>,
            #[serde(rename = "child_count", skip_serializing_if = "Option::is_none")]
            pub(crate) child_count: Option<i64>,
            #[serde(rename = "child_count_open", skip_serializing_if = "Option::is_none")]
            pub(crate) child_count_open: Option<i64>,
            #[serde(rename = "attachment_count", skip_serializing_if = "Option::is_none")]
            pub(crate) attachment_count: Option<i64>,
            #[serde(rename = "flagged", skip_serializing_if = "Option::is_none")]
            pub(crate) flagged: Option<bool>,
            #[serde(rename = "read", skip_serializing_if = "Option::is_none")]
            pub(crate) is_read: Option<bool>,
            #[serde(rename = "enduserstatus", skip_serializing_if = "Option::is_none")]
            pub(crate) end_user_status: Option<i64>,
            #[serde(rename = "onhold", skip_serializing_if = "Option::is_none")]
            pub(crate) on_hold: Option<bool>,
            #[serde(rename = "respondbydate", skip_serializing_if = "Option::is_none")]
            pub(crate) respond_by_date: Option<crate::twin::Instant>,
            #[serde(rename = "first_respond_by_date", skip_serializing_if = "Option::is_none")]
            pub(crate) first_respond_by_date: Option<crate::twin::Instant>,
            #[serde(rename = "responsedate", skip_serializing_if = "Option::is_none")]
            pub(crate) response_date: Option<crate::twin::Instant>,
            #[serde(rename = "first_responsedate", skip_serializing_if = "Option::is_none")]
            pub(crate) first_response_date: Option<crate::twin::Instant>,
            #[serde(rename = "responsestartdate", skip_serializing_if = "Option::is_none")]
            pub(crate) response_start_date: Option<crate::twin::Instant>,
            #[serde(rename = "slaresponsestate", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_response_state: Option<String>,
            #[serde(rename = "fixbydate", skip_serializing_if = "Option::is_none")]
            pub(crate) fix_by_date: Option<crate::twin::Instant>,
            #[serde(rename = "dateclosed", skip_serializing_if = "Option::is_none")]
            pub(crate) date_closed: Option<crate::twin::Instant>,
            #[serde(rename = "dateassigned", skip_serializing_if = "Option::is_none")]
            pub(crate) date_assigned: Option<crate::twin::Instant>,
            #[serde(rename = "excludefromsla", skip_serializing_if = "Option::is_none")]
            pub(crate) exclude_from_sla: Option<bool>,
            #[serde(rename = "slaholdtime", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_hold_time: Option<f64>,
            #[serde(rename = "site_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) site_timezone: Option<String>,
            #[serde(rename = "parentguid", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_guid: Option<String>,
            #[serde(rename = "parentassign", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_assign: Option<bool>,
            #[serde(rename = "slaactiondate", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_action_date: Option<crate::twin::Instant>,
            #[serde(rename = "slapercused", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_percent_used: Option<f64>,
            #[serde(rename = "slatimeleft", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_time_left: Option<f64>,
            #[serde(rename = "currentelapsedhours", skip_serializing_if = "Option::is_none")]
            pub(crate) current_elapsed_hours: Option<f64>,
            #[serde(rename = "lastactiondate", skip_serializing_if = "Option::is_none")]
            pub(crate) last_action_date: Option<crate::twin::Instant>,
            #[serde(rename = "last_update", skip_serializing_if = "Option::is_none")]
            pub(crate) last_update: Option<crate::twin::Instant>,
            #[serde(rename = "lastchildactiondate", skip_serializing_if = "Option::is_none")]
            pub(crate) last_child_action_date: Option<crate::twin::Instant>,
            #[serde(rename = "organisation_id", skip_serializing_if = "Option::is_none")]
            pub(crate) organisation_id: Option<crate::twin::Id>,
            #[serde(rename = "department_id", skip_serializing_if = "Option::is_none")]
            pub(crate) department_id: Option<crate::twin::Id>,
            #[serde(rename = "reportedby", skip_serializing_if = "Option::is_none")]
            pub(crate) reported_by: Option<String>,
            #[serde(rename = "user_email", skip_serializing_if = "Option::is_none")]
            pub(crate) user_email: Option<String>,
            #[serde(rename = "emailtolist", skip_serializing_if = "Option::is_none")]
            pub(crate) email_to_list: Option<String>,
            #[serde(rename = "emailtolistsupplier", skip_serializing_if = "Option::is_none")]
            pub(crate) email_to_list_supplier: Option<String>,
            #[serde(rename = "emailcclist", skip_serializing_if = "Option::is_none")]
            pub(crate) email_cc_list: Option<String>,
            #[serde(rename = "emailcclistsupplier", skip_serializing_if = "Option::is_none")]
            pub(crate) email_cc_list_supplier: Option<String>,
            #[serde(rename = "matched_kb_id", skip_serializing_if = "Option::is_none")]
            pub(crate) matched_kb_id: Option<crate::twin::Id>,
            #[serde(rename = "release_note", skip_serializing_if = "Option::is_none")]
            pub(crate) release_note: Option<String>,
            #[serde(rename = "product_id", skip_serializing_if = "Option::is_none")]
            pub(crate) product_id: Option<crate::twin::Id>,
            #[serde(rename = "product_name", skip_serializing_if = "Option::is_none")]
            pub(crate) product_name: Option<String>,
            #[serde(rename = "release_id", skip_serializing_if = "Option::is_none")]
            pub(crate) release_id: Option<crate::twin::Id>,
            #[serde(rename = "release_name", skip_serializing_if = "Option::is_none")]
            pub(crate) release_name: Option<String>,
            #[serde(rename = "release2_id", skip_serializing_if = "Option::is_none")]
            pub(crate) release_2_id: Option<crate::twin::Id>,
            #[serde(rename = "release2_name", skip_serializing_if = "Option::is_none")]
            pub(crate) release_2_name: Option<String>,
            #[serde(rename = "release3_id", skip_serializing_if = "Option::is_none")]
            pub(crate) release_3_id: Option<crate::twin::Id>,
            #[serde(rename = "release3_name", skip_serializing_if = "Option::is_none")]
            pub(crate) release_3_name: Option<String>,
            #[serde(rename = "child_ticket_id_string", skip_serializing_if = "Option::is_none")]
            pub(crate) child_ticket_id_string: Option<String>,
            #[serde(rename = "asset_key_field_string", skip_serializing_if = "Option::is_none")]
            pub(crate) asset_key_field_string: Option<String>,
            #[serde(rename = "asset_type_name", skip_serializing_if = "Option::is_none")]
            pub(crate) asset_type_name: Option<String>,
            #[serde(rename = "workflow_name", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_name: Option<String>,
            #[serde(rename = "workflow_stage", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_stage: Option<String>,
            #[serde(rename = "workflow_stage_id", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_stage_id: Option<i64>,
            #[serde(rename = "workflow_stage_number", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_stage_number: Option<String>,
            #[serde(rename = "lastincomingemail", skip_serializing_if = "Option::is_none")]
            pub(crate) last_incoming_email: Option<crate::twin::Instant>,
            #[serde(rename = "child_ticket_ids", skip_serializing_if = "Option::is_none")]
            pub(crate) child_ticket_ids: Option<Vec<crate::twin::Id>>,
            #[serde(rename = "nextactivitydate", skip_serializing_if = "Option::is_none")]
            pub(crate) next_activity_date: Option<crate::twin::Instant>,
            #[serde(rename = "inventory_number", skip_serializing_if = "Option::is_none")]
            pub(crate) inventory_number: Option<String>,
            #[serde(rename = "workflow_id", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_id: Option<crate::twin::Id>,
            #[serde(rename = "workflow_step", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_step: Option<i64>,
            #[serde(rename = "workflow_seq", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_sequence: Option<i64>,
            #[serde(rename = "pipeline_stage_id", skip_serializing_if = "Option::is_none")]
            pub(crate) pipeline_stage_id: Option<i64>,
            #[serde(rename = "pipeline_stage_name", skip_serializing_if = "Option::is_none")]
            pub(crate) pipeline_stage_name: Option<String>,
            #[serde(rename = "hasbeenclosed", skip_serializing_if = "Option::is_none")]
            pub(crate) has_been_closed: Option<bool>,
            #[serde(rename = "unread_child_action_count", skip_serializing_if = "Option::is_none")]
            pub(crate) unread_child_action_count: Option<i64>,
            #[serde(rename = "unread_related_action_count", skip_serializing_if = "Option::is_none")]
            pub(crate) unread_related_action_count: Option<i64>,
            #[serde(rename = "child_action_count", skip_serializing_if = "Option::is_none")]
            pub(crate) child_action_count: Option<i64>,
            #[serde(rename = "parent_subject", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_subject: Option<String>,
            #[serde(rename = "related_action_count", skip_serializing_if = "Option::is_none")]
            pub(crate) related_action_count: Option<i64>,
            #[serde(rename = "is_vip", skip_serializing_if = "Option::is_none")]
            pub(crate) is_vip: Option<bool>,
            #[serde(rename = "isimportantcontact", skip_serializing_if = "Option::is_none")]
            pub(crate) is_important_contact: Option<bool>,
            #[serde(rename = "inactive", skip_serializing_if = "Option::is_none")]
            pub(crate) inactive: Option<bool>,
            #[serde(rename = "impact", skip_serializing_if = "Option::is_none")]
            pub(crate) impact: Option<i64>,
            #[serde(rename = "urgency", skip_serializing_if = "Option::is_none")]
            pub(crate) urgency: Option<i64>,
            #[serde(rename = "startdate", skip_serializing_if = "Option::is_none")]
            pub(crate) start_date: Option<crate::twin::Instant>,
            #[serde(rename = "startdate_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) start_date_timezone: Option<String>,
            #[serde(rename = "startdate_with_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) start_date_with_timezone: Option<Box<ZonedDateTime>>,
            #[serde(rename = "starttime", skip_serializing_if = "Option::is_none")]
            pub(crate) start_time: Option<String>,
            #[serde(rename = "starttimeslot", skip_serializing_if = "Option::is_none")]
            pub(crate) start_time_slot: Option<i64>,
            #[serde(rename = "targetdate", skip_serializing_if = "Option::is_none")]
            pub(crate) target_date: Option<crate::twin::Instant>,
            #[serde(rename = "targetdate_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) target_date_timezone: Option<String>,
            #[serde(rename = "targetdate_with_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) target_date_with_timezone: Option<Box<ZonedDateTime>>,
            #[serde(rename = "targettime", skip_serializing_if = "Option::is_none")]
            pub(crate) target_time: Option<String>,
            #[serde(rename = "targettimeslot", skip_serializing_if = "Option::is_none")]
            pub(crate) target_time_slot: Option<i64>,
            #[serde(rename = "deadlinedate", skip_serializing_if = "Option::is_none")]
            pub(crate) deadline_date: Option<crate::twin::Instant>,
            #[serde(rename = "followupdate", skip_serializing_if = "Option::is_none")]
            pub(crate) follow_up_date: Option<crate::twin::Instant>,
            #[serde(rename = "oppcontactname", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_contact_name: Option<String>,
            #[serde(rename = "oppcompanyname", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_company_name: Option<String>,
            #[serde(rename = "oppemailaddress", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_email_address: Option<String>,
            #[serde(rename = "oppcustomertitle", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_customer_title: Option<String>,
            #[serde(rename = "opptel", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_phone_number: Option<String>,
            #[serde(rename = "oppaddr1", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_address_1: Option<String>,
            #[serde(rename = "oppaddr2", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_address_2: Option<String>,
            #[serde(rename = "oppaddr3", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_address_3: Option<String>,
            #[serde(rename = "oppaddr4", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_address_4: Option<String>,
            #[serde(rename = "opppostcode", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_postcode: Option<String>,
            #[serde(rename = "oppcountry", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_country: Option<String>,
            #[serde(rename = "oppregion", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_region: Option<String>,
            #[serde(rename = "opptype", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_type: Option<String>,
            #[serde(rename = "oppvalue", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_value: Option<crate::twin::Money>,
            #[serde(rename = "oppvalue_monthly", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_value_monthly: Option<crate::twin::Money>,
            #[serde(rename = "oppvalue_annual", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_value_annual: Option<crate::twin::Money>,
            #[serde(rename = "oppvalue_oneoff", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_value_one_off: Option<crate::twin::Money>,
            #[serde(rename = "oppconversionprobability", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_conversion_probability: Option<f64>,
            #[serde(rename = "oppvalueadjusted", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_value_adjusted: Option<crate::twin::Money>,
            #[serde(rename = "oppprofit", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_profit: Option<crate::twin::Money>,
            #[serde(rename = "oppcurrentsystem", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_current_system: Option<String>,
            #[serde(rename = "oppcompetitors", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_competitors: Option<String>,
            #[serde(rename = "opptrialdate", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_trial_date: Option<crate::twin::Instant>,
            #[serde(rename = "oppdemodate", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_demo_date: Option<crate::twin::Instant>,
            #[serde(rename = "oppdiscountdate", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_discount_date: Option<crate::twin::Instant>,
            #[serde(rename = "oppattemptsmade", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_attempts_made: Option<i64>,
            #[serde(rename = "oppconverteddate", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_converted_date: Option<crate::twin::Instant>,
            #[serde(rename = "oppproductchosen", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_product_chosen: Option<String>,
            #[serde(rename = "oppreason", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_reason: Option<String>,
            #[serde(rename = "opphear", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_heard_from: Option<String>,
            #[serde(rename = "opptimezonename", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_timezone_name: Option<String>,
            #[serde(rename = "oppclosurecategory", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_closure_category: Option<i64>,
            #[serde(rename = "cost", skip_serializing_if = "Option::is_none")]
            pub(crate) cost: Option<crate::twin::Money>,
            #[serde(rename = "quantity", skip_serializing_if = "Option::is_none")]
            pub(crate) quantity: Option<i64>,
            #[serde(rename = "projecttimebudget", skip_serializing_if = "Option::is_none")]
            pub(crate) project_time_budget: Option<f64>,
            #[serde(rename = "projectmoneybudget", skip_serializing_if = "Option::is_none")]
            pub(crate) project_money_budget: Option<crate::twin::Money>,
            #[serde(rename = "projecttimeactual", skip_serializing_if = "Option::is_none")]
            pub(crate) project_time_actual: Option<f64>,
            #[serde(rename = "projectmoneyactual", skip_serializing_if = "Option::is_none")]
            pub(crate) project_money_actual: Option<crate::twin::Money>,
            #[serde(rename = "lastnote", skip_serializing_if = "Option::is_none")]
            pub(crate) last_note: Option<String>,
            #[serde(rename = "userdef1", skip_serializing_if = "Option::is_none")]
            pub(crate) user_defined_1: Option<String>,
            #[serde(rename = "userdef2", skip_serializing_if = "Option::is_none")]
            pub(crate) user_defined_2: Option<String>,
            #[serde(rename = "userdef3", skip_serializing_if = "Option::is_none")]
            pub(crate) user_defined_3: Option<String>,
            #[serde(rename = "userdef4", skip_serializing_if = "Option::is_none")]
            pub(crate) user_defined_4: Option<String>,
            #[serde(rename = "userdef5", skip_serializing_if = "Option::is_none")]
            pub(crate) user_defined_5: Option<String>,
            #[serde(rename = "source", skip_serializing_if = "Option::is_none")]
            pub(crate) source: Option<i64>,
            #[serde(rename = "release_important", skip_serializing_if = "Option::is_none")]
            pub(crate) release_important: Option<bool>,
            #[serde(rename = "releasenotegroup_name", skip_serializing_if = "Option::is_none")]
            pub(crate) release_note_group_name: Option<String>,
            #[serde(rename = "releasenotegroup_id", skip_serializing_if = "Option::is_none")]
            pub(crate) release_note_group_id: Option<crate::twin::Id>,
            #[serde(rename = "third_party_id", skip_serializing_if = "Option::is_none")]
            pub(crate) third_party_id: Option<i64>,
            #[serde(rename = "third_party_id_string", skip_serializing_if = "Option::is_none")]
            pub(crate) third_party_id_string: Option<String>,
            #[serde(rename = "supplier_status", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_status: Option<i64>,
            #[serde(rename = "contract_refextra", skip_serializing_if = "Option::is_none")]
            pub(crate) contract_ref_extra: Option<String>,
            #[serde(rename = "appointment_type", skip_serializing_if = "Option::is_none")]
            pub(crate) appointment_type: Option<i64>,
            #[serde(rename = "customfields", skip_serializing_if = "Option::is_none")]
            pub(crate) custom_fields: Option<Vec<CustomField>>,
            #[serde(rename = "timeentries", skip_serializing_if = "Option::is_none")]
            pub(crate) time_entries: Option<Vec<TicketTimeEntry>>,
            #[serde(rename = "section_timezone", skip_serializing_if = "Option::is_none")]
            pub(crate) team_timezone: Option<String>,
            #[serde(rename = "itilname", skip_serializing_if = "Option::is_none")]
            pub(crate) itil_name: Option<String>,
            #[serde(rename = "related_service_descriptions", skip_serializing_if = "Option::is_none")]
            pub(crate) related_service_descriptions: Option<String>,
            #[serde(rename = "related_service_category_names", skip_serializing_if = "Option::is_none")]
            pub(crate) related_service_category_names: Option<String>,
            #[serde(rename = "projectinternaltask", skip_serializing_if = "Option::is_none")]
            pub(crate) is_internal_project_task: Option<bool>,
            #[serde(rename = "appointment_id", skip_serializing_if = "Option::is_none")]
            pub(crate) appointment_id: Option<crate::twin::Id>,
            #[serde(rename = "nextappointmentdate", skip_serializing_if = "Option::is_none")]
            pub(crate) next_appointment_date: Option<crate::twin::Instant>,
            #[serde(rename = "firstname", skip_serializing_if = "Option::is_none")]
            pub(crate) first_name: Option<String>,
            #[serde(rename = "lastname", skip_serializing_if = "Option::is_none")]
            pub(crate) last_name: Option<String>,
            #[serde(rename = "connectedinstance_id", skip_serializing_if = "Option::is_none")]
            pub(crate) connected_instance_id: Option<i64>,
            #[serde(rename = "web_url", skip_serializing_if = "Option::is_none")]
            pub(crate) web_url: Option<String>,
            #[serde(rename = "api_url", skip_serializing_if = "Option::is_none")]
            pub(crate) api_url: Option<String>,
            #[serde(rename = "action_number", skip_serializing_if = "Option::is_none")]
            pub(crate) action_number: Option<i64>,
            #[serde(rename = "action_ticket_id", skip_serializing_if = "Option::is_none")]
            pub(crate) action_ticket_id: Option<crate::twin::Id>,
            #[serde(rename = "action_datetime", skip_serializing_if = "Option::is_none")]
            pub(crate) action_datetime: Option<crate::twin::Instant>,
            #[serde(rename = "action_outcome", skip_serializing_if = "Option::is_none")]
            pub(crate) action_outcome: Option<String>,
            #[serde(rename = "action_chargerate", skip_serializing_if = "Option::is_none")]
            pub(crate) action_charge_rate: Option<String>,
            #[serde(rename = "action_contract_ref", skip_serializing_if = "Option::is_none")]
            pub(crate) action_contract_ref: Option<String>,
            #[serde(rename = "action_note", skip_serializing_if = "Option::is_none")]
            pub(crate) action_note: Option<String>,
            #[serde(rename = "ticket_invoices_for_each_site", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_invoices_for_each_site: Option<bool>,
            #[serde(rename = "salesorder_id", skip_serializing_if = "Option::is_none")]
            pub(crate) sales_order_id: Option<crate::twin::Id>,
            #[serde(rename = "orderhead_id", skip_serializing_if = "Option::is_none")]
            pub(crate) order_head_id: Option<crate::twin::Id>,
            #[serde(rename = "budgettype", skip_serializing_if = "Option::is_none")]
            pub(crate) budget_type: Option<String>,
            #[serde(rename = "requesttype_name", skip_serializing_if = "Option::is_none")]
            pub(crate) request_type_name: Option<String>,
            #[serde(rename = "impactlevel", skip_serializing_if = "Option::is_none")]
            pub(crate) impact_level: Option<i64>,
            #[serde(rename = "supplier_id", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_id: Option<crate::twin::Id>,
            #[serde(rename = "branch_id", skip_serializing_if = "Option::is_none")]
            pub(crate) branch_id: Option<i64>,
            #[serde(rename = "branch_name", skip_serializing_if = "Option::is_none")]
            pub(crate) branch_name: Option<String>,
            #[serde(rename = "milestone_id", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_id: Option<crate::twin::Id>,
            #[serde(rename = "milestone_name", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_name: Option<String>,
            #[serde(rename = "milestone_value", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_value: Option<crate::twin::Money>,
            #[serde(rename = "milestone_sequence", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_sequence: Option<i64>,
            #[serde(rename = "milestone_status", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_status: Option<i64>,
            #[serde(rename = "milestone_startdate", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_start_date: Option<crate::twin::Instant>,
            #[serde(rename = "milestone_enddate", skip_serializing_if = "Option::is_none")]
            pub(crate) milestone_end_date: Option<crate::twin::Instant>,
            #[serde(rename = "email_message_id", skip_serializing_if = "Option::is_none")]
            pub(crate) email_message_id: Option<String>,
            #[serde(rename = "guid", skip_serializing_if = "Option::is_none")]
            pub(crate) guid: Option<String>,
            #[serde(rename = "colour", skip_serializing_if = "Option::is_none")]
            pub(crate) colour: Option<String>,
            #[serde(rename = "reviewed", skip_serializing_if = "Option::is_none")]
            pub(crate) reviewed: Option<bool>,
            #[serde(rename = "action_agent_name", skip_serializing_if = "Option::is_none")]
            pub(crate) action_agent_name: Option<String>,
            #[serde(rename = "merged_into_id", skip_serializing_if = "Option::is_none")]
            pub(crate) merged_into_id: Option<crate::twin::Id>,
            #[serde(rename = "reassigncount", skip_serializing_if = "Option::is_none")]
            pub(crate) reassign_count: Option<i64>,
            #[serde(rename = "parent_status", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_status_id: Option<crate::twin::Id>,
            #[serde(rename = "parent_agent", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_agent_id: Option<crate::twin::Id>,
            #[serde(rename = "child_status", skip_serializing_if = "Option::is_none")]
            pub(crate) child_status_id: Option<crate::twin::Id>,
            #[serde(rename = "date_fully_closed", skip_serializing_if = "Option::is_none")]
            pub(crate) date_fully_closed: Option<crate::twin::Instant>,
            #[serde(rename = "lastaction_chargerate", skip_serializing_if = "Option::is_none")]
            pub(crate) last_action_charge_rate: Option<String>,
            #[serde(rename = "hover_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) hover_summary: Option<String>,
            #[serde(rename = "slatimeelapsed", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_time_elapsed: Option<f64>,
            #[serde(rename = "ai_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) ai_summary: Option<String>,
            #[serde(rename = "search_score", skip_serializing_if = "Option::is_none")]
            pub(crate) search_score: Option<f64>,
            #[serde(rename = "canbevotedfor", skip_serializing_if = "Option::is_none")]
            pub(crate) can_be_voted_for: Option<bool>,
            #[serde(rename = "supplier_reference", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_reference: Option<String>,
            #[serde(rename = "top_level_name", skip_serializing_if = "Option::is_none")]
            pub(crate) top_level_name: Option<String>,
            #[serde(rename = "isbeingclosed", skip_serializing_if = "Option::is_none")]
            pub(crate) is_being_closed: Option<bool>,
            #[serde(rename = "maximumRestrictedPriority", skip_serializing_if = "Option::is_none")]
            pub(crate) maximum_restricted_priority: Option<i64>,
            #[serde(rename = "primary_service_name", skip_serializing_if = "Option::is_none")]
            pub(crate) primary_service_name: Option<String>,
            #[serde(rename = "idsummary", skip_serializing_if = "Option::is_none")]
            pub(crate) id_summary: Option<String>,
            #[serde(rename = "statusseq", skip_serializing_if = "Option::is_none")]
            pub(crate) status_sequence: Option<i64>,
            #[serde(rename = "statuscolor", skip_serializing_if = "Option::is_none")]
            pub(crate) status_colour: Option<String>,
            #[serde(rename = "next_appointment_type", skip_serializing_if = "Option::is_none")]
            pub(crate) next_appointment_type: Option<i64>,
            #[serde(rename = "account_manager", skip_serializing_if = "Option::is_none")]
            pub(crate) account_manager: Option<String>,
            #[serde(rename = "product_key", skip_serializing_if = "Option::is_none")]
            pub(crate) product_key: Option<String>,
            #[serde(rename = "ticketage", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_age: Option<f64>,
            #[serde(rename = "priority_name", skip_serializing_if = "Option::is_none")]
            pub(crate) priority_name: Option<String>,
            #[serde(rename = "useful_count", skip_serializing_if = "Option::is_none")]
            pub(crate) useful_count: Option<i64>,
            #[serde(rename = "notuseful_count", skip_serializing_if = "Option::is_none")]
            pub(crate) not_useful_count: Option<i64>,
            #[serde(rename = "sitepostcode", skip_serializing_if = "Option::is_none")]
            pub(crate) site_postcode: Option<String>,
            #[serde(rename = "mailbox", skip_serializing_if = "Option::is_none")]
            pub(crate) mailbox: Option<String>,
            #[serde(rename = "userdepartments", skip_serializing_if = "Option::is_none")]
            pub(crate) user_departments: Option<String>,
            #[serde(rename = "updateservicestatus", skip_serializing_if = "Option::is_none")]
            pub(crate) update_service_status: Option<bool>,
            #[serde(rename = "servicestatusnote", skip_serializing_if = "Option::is_none")]
            pub(crate) service_status_note: Option<String>,
            #[serde(rename = "itil_requesttype_id", skip_serializing_if = "Option::is_none")]
            pub(crate) itil_ticket_type_id: Option<i64>,
            #[serde(rename = "startdatetime", skip_serializing_if = "Option::is_none")]
            pub(crate) start_datetime: Option<crate::twin::Instant>,
            #[serde(rename = "enddatetime", skip_serializing_if = "Option::is_none")]
            pub(crate) end_datetime: Option<crate::twin::Instant>,
            #[serde(rename = "closure_agent_id", skip_serializing_if = "Option::is_none")]
            pub(crate) closure_agent_id: Option<crate::twin::Id>,
            #[serde(rename = "createdfromautomationstdid", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_automation_template_id: Option<crate::twin::Id>,
            #[serde(rename = "ticket_tags", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_tags: Option<String>,
            #[serde(rename = "status_change_frozen", skip_serializing_if = "Option::is_none")]
            pub(crate) status_change_frozen: Option<bool>,
            #[serde(rename = "approval_status", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_status: Option<i64>,
            #[serde(rename = "opp_country_name", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_country_name: Option<String>,
            #[serde(rename = "opp_region_name", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_region_name: Option<String>,
            #[serde(rename = "invoiceseperatelyoverride", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_separately_override: Option<bool>,
            #[serde(rename = "purchaseordernumber", skip_serializing_if = "Option::is_none")]
            pub(crate) purchase_order_number: Option<String>,
            #[serde(rename = "overrideticketcost", skip_serializing_if = "Option::is_none")]
            pub(crate) override_ticket_cost: Option<crate::twin::Money>,
            #[serde(rename = "budgethours", skip_serializing_if = "Option::is_none")]
            pub(crate) budget_hours: Option<String>,
            #[serde(rename = "created_by", skip_serializing_if = "Option::is_none")]
            pub(crate) created_by: Option<String>,
            #[serde(rename = "additional_agents", skip_serializing_if = "Option::is_none")]
            pub(crate) additional_agents: Option<Vec<AdditionalAgent>>,
            #[serde(rename = "client_to_invoice_to_id", skip_serializing_if = "Option::is_none")]
            pub(crate) client_to_invoice_to_id: Option<crate::twin::Id>,
            #[serde(rename = "primary_issue", skip_serializing_if = "Option::is_none")]
            pub(crate) primary_issue: Option<Box<ExternalLink>>,
            #[serde(rename = "primary_workitem", skip_serializing_if = "Option::is_none")]
            pub(crate) primary_work_item: Option<Box<ExternalLink>>,
            #[serde(rename = "billing_plan_text", skip_serializing_if = "Option::is_none")]
            pub(crate) billing_plan_text: Option<String>,
            #[serde(rename = "default_appointment_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) default_appointment_summary: Option<String>,
            #[serde(rename = "default_appointment_details", skip_serializing_if = "Option::is_none")]
            pub(crate) default_appointment_details: Option<String>,
            #[serde(rename = "agent_signature", skip_serializing_if = "Option::is_none")]
            pub(crate) agent_signature: Option<String>,
            #[serde(rename = "customer_signature", skip_serializing_if = "Option::is_none")]
            pub(crate) customer_signature: Option<String>,
            #[serde(rename = "ticket_client_to_invoice_to_id", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_client_to_invoice_to_id: Option<crate::twin::Id>,
            #[serde(rename = "oppjobtitle", skip_serializing_if = "Option::is_none")]
            pub(crate) opp_job_title: Option<String>,
            #[serde(rename = "phonenumber", skip_serializing_if = "Option::is_none")]
            pub(crate) phone_number: Option<String>,
            #[serde(rename = "details_html", skip_serializing_if = "Option::is_none")]
            pub(crate) details_html: Option<String>,
            #[serde(rename = "takenby", skip_serializing_if = "Option::is_none")]
            pub(crate) taken_by: Option<String>,
            #[serde(rename = "datecreated", skip_serializing_if = "Option::is_none")]
            pub(crate) date_created: Option<crate::twin::Instant>,
            #[serde(rename = "createdfrom_id", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_id: Option<crate::twin::Id>,
            #[serde(rename = "createdfrom_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_summary: Option<String>,
            #[serde(rename = "clonedfrom_id", skip_serializing_if = "Option::is_none")]
            pub(crate) cloned_from_id: Option<crate::twin::Id>,
            #[serde(rename = "clonedfrom_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) cloned_from_summary: Option<String>,
            #[serde(rename = "closure_note", skip_serializing_if = "Option::is_none")]
            pub(crate) closure_note: Option<String>,
            #[serde(rename = "closure_note_html", skip_serializing_if = "Option::is_none")]
            pub(crate) closure_note_html: Option<String>,
            #[serde(rename = "closure_time", skip_serializing_if = "Option::is_none")]
            pub(crate) closure_time: Option<f64>,
            #[serde(rename = "top_level_id", skip_serializing_if = "Option::is_none")]
            pub(crate) top_level_id: Option<crate::twin::Id>,
            #[serde(rename = "customer_relationships", skip_serializing_if = "Option::is_none")]
            pub(crate) customer_relationships: Option<String>,
            #[serde(rename = "slastate", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_state: Option<String>,
            #[serde(rename = "slaexcuse", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_excuse: Option<String>,
            #[serde(rename = "site_sla_id", skip_serializing_if = "Option::is_none")]
            pub(crate) site_sla_id: Option<crate::twin::Id>,
            #[serde(rename = "client_reference", skip_serializing_if = "Option::is_none")]
            pub(crate) client_reference: Option<String>,
            #[serde(rename = "supplier_slaexcuse", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_sla_excuse: Option<String>,
            #[serde(rename = "supplier_date", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_date: Option<crate::twin::Instant>,
            #[serde(rename = "supplier_contract_id", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_contract_id: Option<crate::twin::Id>,
            #[serde(rename = "supplier_contract_ref", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_contract_ref: Option<String>,
            #[serde(rename = "supplier_sla_id", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_sla_id: Option<crate::twin::Id>,
            #[serde(rename = "supplier_priority_id", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_priority_id: Option<crate::twin::Id>,
            #[serde(rename = "supplier_responsestate", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_response_state: Option<String>,
            #[serde(rename = "supplier_responsedate", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_response_date: Option<crate::twin::Instant>,
            #[serde(rename = "supplier_responsetime", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_response_time: Option<f64>,
            #[serde(rename = "supplier_respondbydate", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_respond_by_date: Option<crate::twin::Instant>,
            #[serde(rename = "supplier_slastate", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_sla_state: Option<String>,
            #[serde(rename = "supplier_slatimeelapsed", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_sla_time_elapsed: Option<f64>,
            #[serde(rename = "supplier_dateclosed", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_date_closed: Option<crate::twin::Instant>,
            #[serde(rename = "supplier_fixbydate", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_fix_by_date: Option<crate::twin::Instant>,
            #[serde(rename = "changestate", skip_serializing_if = "Option::is_none")]
            pub(crate) change_state: Option<String>,
            #[serde(rename = "showforusers", skip_serializing_if = "Option::is_none")]
            pub(crate) show_for_users: Option<bool>,
            #[serde(rename = "satisfactionlevel", skip_serializing_if = "Option::is_none")]
            pub(crate) satisfaction_level: Option<i64>,
            #[serde(rename = "satisfactioncomment", skip_serializing_if = "Option::is_none")]
            pub(crate) satisfaction_comment: Option<String>,
            #[serde(rename = "invoicenumber", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_number: Option<String>,
            #[serde(rename = "invoicenote", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_note: Option<String>,
            #[serde(rename = "invoicedate", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_date: Option<crate::twin::Instant>,
            #[serde(rename = "invoicepaiddate", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_paid_date: Option<crate::twin::Instant>,
            #[serde(rename = "nonbillable_time", skip_serializing_if = "Option::is_none")]
            pub(crate) non_billable_time: Option<f64>,
            #[serde(rename = "mileage", skip_serializing_if = "Option::is_none")]
            pub(crate) mileage: Option<f64>,
            #[serde(rename = "planneddate", skip_serializing_if = "Option::is_none")]
            pub(crate) planned_date: Option<crate::twin::Instant>,
            #[serde(rename = "ccaddress", skip_serializing_if = "Option::is_none")]
            pub(crate) cc_address: Option<String>,
            #[serde(rename = "responsetime", skip_serializing_if = "Option::is_none")]
            pub(crate) response_time: Option<f64>,
            #[serde(rename = "first_responsetime", skip_serializing_if = "Option::is_none")]
            pub(crate) first_response_time: Option<f64>,
            #[serde(rename = "justification", skip_serializing_if = "Option::is_none")]
            pub(crate) justification: Option<String>,
            #[serde(rename = "backoutplan", skip_serializing_if = "Option::is_none")]
            pub(crate) backout_plan: Option<String>,
            #[serde(rename = "communicationplan", skip_serializing_if = "Option::is_none")]
            pub(crate) communication_plan: Option<String>,
            #[serde(rename = "testplan", skip_serializing_if = "Option::is_none")]
            pub(crate) test_plan: Option<String>,
            #[serde(rename = "riskdescription", skip_serializing_if = "Option::is_none")]
            pub(crate) risk_description: Option<String>,
            #[serde(rename = "risklevel", skip_serializing_if = "Option::is_none")]
            pub(crate) risk_level: Option<i64>,
            #[serde(rename = "impactdescription", skip_serializing_if = "Option::is_none")]
            pub(crate) impact_description: Option<String>,
            #[serde(rename = "service_id", skip_serializing_if = "Option::is_none")]
            pub(crate) service_id: Option<crate::twin::Id>,
            #[serde(rename = "surveysent", skip_serializing_if = "Option::is_none")]
            pub(crate) survey_sent: Option<bool>,
            #[serde(rename = "planneddateend", skip_serializing_if = "Option::is_none")]
            pub(crate) planned_date_end: Option<crate::twin::Instant>,
            #[serde(rename = "approval_process_step", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_process_step: Option<i64>,
            #[serde(rename = "approval_process_step_name", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_process_step_name: Option<String>,
            #[serde(rename = "approval_cab_name", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_cab_name: Option<String>,
            #[serde(rename = "approval_process_id", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_process_id: Option<crate::twin::Id>,
            #[serde(rename = "deliverycontact", skip_serializing_if = "Option::is_none")]
            pub(crate) delivery_contact: Option<String>,
            #[serde(rename = "delivery_address", skip_serializing_if = "Option::is_none")]
            pub(crate) delivery_address: Option<Box<Address>>,
            #[serde(rename = "knownerror", skip_serializing_if = "Option::is_none")]
            pub(crate) is_known_error: Option<bool>,
            #[serde(rename = "template_id", skip_serializing_if = "Option::is_none")]
            pub(crate) template_id: Option<crate::twin::Id>,
            #[serde(rename = "template_name", skip_serializing_if = "Option::is_none")]
            pub(crate) template_name: Option<String>,
            #[serde(rename = "child_template_id", skip_serializing_if = "Option::is_none")]
            pub(crate) child_template_id: Option<crate::twin::Id>,
            #[serde(rename = "mailboxid", skip_serializing_if = "Option::is_none")]
            pub(crate) mailbox_id: Option<crate::twin::Id>,
            #[serde(rename = "chargerate", skip_serializing_if = "Option::is_none")]
            pub(crate) charge_rate_id: Option<i64>,
            #[serde(rename = "timezonename", skip_serializing_if = "Option::is_none")]
            pub(crate) timezone_name: Option<String>,
            #[serde(rename = "loggedoutofhdworkinghours", skip_serializing_if = "Option::is_none")]
            pub(crate) logged_out_of_hours: Option<bool>,
            #[serde(rename = "quotedescription", skip_serializing_if = "Option::is_none")]
            pub(crate) quote_description: Option<String>,
            #[serde(rename = "quotelabouramount", skip_serializing_if = "Option::is_none")]
            pub(crate) quote_labour_amount: Option<crate::twin::Money>,
            #[serde(rename = "actualcost", skip_serializing_if = "Option::is_none")]
            pub(crate) actual_cost: Option<crate::twin::Money>,
            #[serde(rename = "invoicestatus", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_status: Option<i64>,
            #[serde(rename = "invoicedescription", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_description: Option<String>,
            #[serde(rename = "invoicelabouramount", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_labour_amount: Option<crate::twin::Money>,
            #[serde(rename = "invoicematerialsamount", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_materials_amount: Option<crate::twin::Money>,
            #[serde(rename = "firsttimefix", skip_serializing_if = "Option::is_none")]
            pub(crate) first_time_fix: Option<i64>,
            #[serde(rename = "quotematerialsamount", skip_serializing_if = "Option::is_none")]
            pub(crate) quote_materials_amount: Option<crate::twin::Money>,
            #[serde(rename = "fixbydateadjusted", skip_serializing_if = "Option::is_none")]
            pub(crate) fix_by_date_adjusted: Option<bool>,
            #[serde(rename = "loggedonbehalfby", skip_serializing_if = "Option::is_none")]
            pub(crate) logged_on_behalf_by: Option<String>,
            #[serde(rename = "alternativecontactno", skip_serializing_if = "Option::is_none")]
            pub(crate) alternative_phone_number: Option<String>,
            #[serde(rename = "component_id", skip_serializing_if = "Option::is_none")]
            pub(crate) component_id: Option<i64>,
            #[serde(rename = "component_name", skip_serializing_if = "Option::is_none")]
            pub(crate) component_name: Option<String>,
            #[serde(rename = "version_id", skip_serializing_if = "Option::is_none")]
            pub(crate) version_id: Option<i64>,
            #[serde(rename = "version_name", skip_serializing_if = "Option::is_none")]
            pub(crate) version_name: Option<String>,
            #[serde(rename = "contract_id", skip_serializing_if = "Option::is_none")]
            pub(crate) contract_id: Option<crate::twin::Id>,
            #[serde(rename = "contract_ref", skip_serializing_if = "Option::is_none")]
            pub(crate) contract_ref: Option<String>,
            #[serde(rename = "billing_address", skip_serializing_if = "Option::is_none")]
            pub(crate) billing_address: Option<Box<Address>>,
            #[serde(rename = "workflow_stepstarted", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_step_started: Option<crate::twin::Instant>,
            #[serde(rename = "lessonslearned", skip_serializing_if = "Option::is_none")]
            pub(crate) lessons_learned: Option<String>,
            #[serde(rename = "currency", skip_serializing_if = "Option::is_none")]
            pub(crate) currency_id: Option<crate::twin::Id>,
            #[serde(rename = "deleted", skip_serializing_if = "Option::is_none")]
            pub(crate) deleted: Option<bool>,
            #[serde(rename = "matched_rule_id", skip_serializing_if = "Option::is_none")]
            pub(crate) matched_rule_id: Option<crate::twin::Id>,
            #[serde(rename = "matched_rule_name", skip_serializing_if = "Option::is_none")]
            pub(crate) matched_rule_name: Option<String>,
            #[serde(rename = "deadlinenotificationhours", skip_serializing_if = "Option::is_none")]
            pub(crate) deadline_notification_hours: Option<f64>,
            #[serde(rename = "showonroadmap", skip_serializing_if = "Option::is_none")]
            pub(crate) show_on_roadmap: Option<bool>,
            #[serde(rename = "roadmapnote", skip_serializing_if = "Option::is_none")]
            pub(crate) roadmap_note: Option<String>,
            #[serde(rename = "changeinformation_html", skip_serializing_if = "Option::is_none")]
            pub(crate) change_information_html: Option<String>,
            #[serde(rename = "team_department_id", skip_serializing_if = "Option::is_none")]
            pub(crate) team_department_id: Option<crate::twin::Id>,
            #[serde(rename = "_canupdate", skip_serializing_if = "Option::is_none")]
            pub(crate) can_update: Option<bool>,
            #[serde(rename = "sibling_count_open", skip_serializing_if = "Option::is_none")]
            pub(crate) sibling_count_open: Option<i64>,
            #[serde(rename = "parent_summary", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_summary: Option<String>,
            #[serde(rename = "parent_status_name", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_status_name: Option<String>,
            #[serde(rename = "approvers", skip_serializing_if = "Option::is_none")]
            pub(crate) approvers: Option<Vec<TicketApprover>>,
            #[serde(rename = "approvers_history", skip_serializing_if = "Option::is_none")]
            pub(crate) approvers_history: Option<Vec<TicketApprover>>,
            #[serde(rename = "appointment_count", skip_serializing_if = "Option::is_none")]
            pub(crate) appointment_count: Option<i64>,
            #[serde(rename = "open_chat_count", skip_serializing_if = "Option::is_none")]
            pub(crate) open_chat_count: Option<i64>,
            #[serde(rename = "task_count", skip_serializing_if = "Option::is_none")]
            pub(crate) task_count: Option<i64>,
            #[serde(rename = "attachments", skip_serializing_if = "Option::is_none")]
            pub(crate) attachments: Option<Vec<AttachmentInfo>>,
            #[serde(rename = "documents", skip_serializing_if = "Option::is_none")]
            pub(crate) documents: Option<Vec<AttachmentInfo>>,
            #[serde(rename = "popup_notes", skip_serializing_if = "Option::is_none")]
            pub(crate) popup_notes: Option<Vec<PopupNote>>,
            #[serde(rename = "assets", skip_serializing_if = "Option::is_none")]
            pub(crate) assets: Option<Vec<TicketAsset>>,
            #[serde(rename = "reference", skip_serializing_if = "Option::is_none")]
            pub(crate) reference: Option<String>,
            #[serde(rename = "follower_count", skip_serializing_if = "Option::is_none")]
            pub(crate) follower_count: Option<i64>,
            #[serde(rename = "contact_address", skip_serializing_if = "Option::is_none")]
            pub(crate) contact_address: Option<Box<Address>>,
            #[serde(rename = "clone_count", skip_serializing_if = "Option::is_none")]
            pub(crate) clone_count: Option<i64>,
            #[serde(rename = "todo_count", skip_serializing_if = "Option::is_none")]
            pub(crate) todo_count: Option<i64>,
            #[serde(rename = "todo_list", skip_serializing_if = "Option::is_none")]
            pub(crate) todo_list: Option<Vec<TicketToDo>>,
            #[serde(rename = "service_count", skip_serializing_if = "Option::is_none")]
            pub(crate) service_count: Option<i64>,
            #[serde(rename = "is_opportunity", skip_serializing_if = "Option::is_none")]
            pub(crate) is_opportunity: Option<bool>,
            #[serde(rename = "is_project", skip_serializing_if = "Option::is_none")]
            pub(crate) is_project: Option<bool>,
            #[serde(rename = "items_issued_count", skip_serializing_if = "Option::is_none")]
            pub(crate) items_issued_count: Option<i64>,
            #[serde(rename = "items_issued", skip_serializing_if = "Option::is_none")]
            pub(crate) items_issued: Option<Vec<TicketItem>>,
            #[serde(rename = "project_items_issued", skip_serializing_if = "Option::is_none")]
            pub(crate) project_items_issued: Option<Vec<TicketItem>>,
            #[serde(rename = "quotation_count", skip_serializing_if = "Option::is_none")]
            pub(crate) quotation_count: Option<i64>,
            #[serde(rename = "salesorder_count", skip_serializing_if = "Option::is_none")]
            pub(crate) sales_order_count: Option<i64>,
            #[serde(rename = "purchaseorder_count", skip_serializing_if = "Option::is_none")]
            pub(crate) purchase_order_count: Option<i64>,
            #[serde(rename = "invoice_line_count", skip_serializing_if = "Option::is_none")]
            pub(crate) invoice_line_count: Option<i64>,
            #[serde(rename = "budgettype_id", skip_serializing_if = "Option::is_none")]
            pub(crate) budget_type_id: Option<crate::twin::Id>,
            #[serde(rename = "budgettype_name", skip_serializing_if = "Option::is_none")]
            pub(crate) budget_type_name: Option<String>,
            #[serde(rename = "budgets", skip_serializing_if = "Option::is_none")]
            pub(crate) budgets: Option<Vec<TicketBudget>>,
            #[serde(rename = "_warning", skip_serializing_if = "Option::is_none")]
            pub(crate) warning: Option<String>,
            #[serde(rename = "canbechild", skip_serializing_if = "Option::is_none")]
            pub(crate) can_be_child: Option<bool>,
            #[serde(rename = "locked", skip_serializing_if = "Option::is_none")]
            pub(crate) locked: Option<bool>,
            #[serde(rename = "has_related", skip_serializing_if = "Option::is_none")]
            pub(crate) has_related: Option<bool>,
            #[serde(rename = "elapsed_response_hours", skip_serializing_if = "Option::is_none")]
            pub(crate) elapsed_response_hours: Option<f64>,
            #[serde(rename = "elapsed_resolution_hours", skip_serializing_if = "Option::is_none")]
            pub(crate) elapsed_resolution_hours: Option<f64>,
            #[serde(rename = "sla_start_date", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_start_date: Option<crate::twin::Instant>,
            #[serde(rename = "created_from_action_id", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_action_id: Option<crate::twin::Id>,
            #[serde(rename = "created_from_action_name", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_action_name: Option<String>,
            #[serde(rename = "prepay_balance_hours", skip_serializing_if = "Option::is_none")]
            pub(crate) prepay_balance_hours: Option<f64>,
            #[serde(rename = "prepay_balance_amount", skip_serializing_if = "Option::is_none")]
            pub(crate) prepay_balance_amount: Option<crate::twin::Money>,
            #[serde(rename = "parent_ticket_type_name", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_ticket_type_name: Option<String>,
            #[serde(rename = "createdfrom_ticket_type_name", skip_serializing_if = "Option::is_none")]
            pub(crate) created_from_ticket_type_name: Option<String>,
            #[serde(rename = "clonedfrom_ticket_type_name", skip_serializing_if = "Option::is_none")]
            pub(crate) cloned_from_ticket_type_name: Option<String>,
            #[serde(rename = "laststatuschangestatus", skip_serializing_if = "Option::is_none")]
            pub(crate) last_status_change_status_id: Option<crate::twin::Id>,
            #[serde(rename = "laststatuschangestatusdate", skip_serializing_if = "Option::is_none")]
            pub(crate) last_status_change_date: Option<crate::twin::Instant>,
            #[serde(rename = "audit_log", skip_serializing_if = "Option::is_none")]
            pub(crate) audit_log: Option<Vec<serde_json::Value>>,
            #[serde(rename = "isbillable", skip_serializing_if = "Option::is_none")]
            pub(crate) is_billable: Option<bool>,
            #[serde(rename = "itemsarebillable", skip_serializing_if = "Option::is_none")]
            pub(crate) items_are_billable: Option<bool>,
            #[serde(rename = "matched_rule_ids", skip_serializing_if = "Option::is_none")]
            pub(crate) matched_rule_ids: Option<String>,
            #[serde(rename = "faultapprovalfailed", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_failed: Option<bool>,
            #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
            pub(crate) tags: Option<Vec<TicketTag>>,
            #[serde(rename = "faultapprovalexists", skip_serializing_if = "Option::is_none")]
            pub(crate) approval_exists: Option<bool>,
            #[serde(rename = "contract_balance", skip_serializing_if = "Option::is_none")]
            pub(crate) contract_balance: Option<String>,
            #[serde(rename = "billable_time", skip_serializing_if = "Option::is_none")]
            pub(crate) billable_time: Option<f64>,
            #[serde(rename = "slatimeremaining", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_time_remaining: Option<f64>,
            #[serde(rename = "chat_count", skip_serializing_if = "Option::is_none")]
            pub(crate) chat_count: Option<i64>,
            #[serde(rename = "call_log_count", skip_serializing_if = "Option::is_none")]
            pub(crate) call_log_count: Option<i64>,
            #[serde(rename = "external_links", skip_serializing_if = "Option::is_none")]
            pub(crate) external_links: Option<Vec<ExternalLink>>,
            #[serde(rename = "alluserscanview", skip_serializing_if = "Option::is_none")]
            pub(crate) all_users_can_view: Option<i64>,
            #[serde(rename = "service_request_detail_id", skip_serializing_if = "Option::is_none")]
            pub(crate) service_request_detail_id: Option<crate::twin::Id>,
            #[serde(rename = "visible_child_tickets", skip_serializing_if = "Option::is_none")]
            pub(crate) visible_child_tickets: Option<i64>,
            #[serde(rename = "expenses", skip_serializing_if = "Option::is_none")]
            pub(crate) expenses: Option<Vec<serde_json::Value>>,
            #[serde(rename = "supplier_contact_id", skip_serializing_if = "Option::is_none")]
            pub(crate) supplier_contact_id: Option<crate::twin::Id>,
            #[serde(rename = "unotes", skip_serializing_if = "Option::is_none")]
            pub(crate) user_notes: Option<String>,
            #[serde(rename = "smemo", skip_serializing_if = "Option::is_none")]
            pub(crate) site_notes: Option<String>,
            #[serde(rename = "amemo", skip_serializing_if = "Option::is_none")]
            pub(crate) client_notes: Option<String>,
            #[serde(rename = "milestones", skip_serializing_if = "Option::is_none")]
            pub(crate) milestones: Option<Vec<TicketMilestone>>,
            #[serde(rename = "seenby", skip_serializing_if = "Option::is_none")]
            pub(crate) seen_by: Option<String>,
            #[serde(rename = "parent_milestones", skip_serializing_if = "Option::is_none")]
            pub(crate) parent_milestones: Option<Vec<TicketMilestone>>,
            #[serde(rename = "reviewed_date", skip_serializing_if = "Option::is_none")]
            pub(crate) reviewed_date: Option<crate::twin::Instant>,
            #[serde(rename = "is_sensitive", skip_serializing_if = "Option::is_none")]
            pub(crate) is_sensitive: Option<bool>,
            #[serde(rename = "contract_schedule_plan_id", skip_serializing_if = "Option::is_none")]
            pub(crate) contract_schedule_plan_id: Option<crate::twin::Id>,
            #[serde(rename = "related_tickets", skip_serializing_if = "Option::is_none")]
            pub(crate) related_tickets: Option<Vec<Ticket>>,
            #[serde(rename = "workflow_history", skip_serializing_if = "Option::is_none")]
            pub(crate) workflow_history: Option<Vec<TicketWorkflowMove>>,
            #[serde(rename = "original_agent", skip_serializing_if = "Option::is_none")]
            pub(crate) original_agent_id: Option<crate::twin::Id>,
            #[serde(rename = "contributors", skip_serializing_if = "Option::is_none")]
            pub(crate) contributors: Option<Vec<TicketContributor>>,
            #[serde(rename = "internet_message_id", skip_serializing_if = "Option::is_none")]
            pub(crate) internet_message_id: Option<String>,
            #[serde(rename = "respondbydateadjusted", skip_serializing_if = "Option::is_none")]
            pub(crate) respond_by_date_adjusted: Option<bool>,
            #[serde(rename = "date_dependencies", skip_serializing_if = "Option::is_none")]
            pub(crate) date_dependencies: Option<Vec<TicketDateDependency>>,
            #[serde(rename = "slaresponseexcuse", skip_serializing_if = "Option::is_none")]
            pub(crate) sla_response_excuse: Option<String>,
            #[serde(rename = "olas", skip_serializing_if = "Option::is_none")]
            pub(crate) olas: Option<Vec<TicketOla>>,
            #[serde(rename = "ola_count", skip_serializing_if = "Option::is_none")]
            pub(crate) ola_count: Option<i64>,
            #[serde(rename = "notepad", skip_serializing_if = "Option::is_none")]
            pub(crate) notepad: Option<String>,
            #[serde(rename = "ticket_client_to_invoice_to_name", skip_serializing_if = "Option::is_none")]
            pub(crate) ticket_client_to_invoice_to_name: Option<String>,
            #[serde(rename = "is_downtime", skip_serializing_if = "Option::is_none")]
            pub(crate) is_downtime: Option<bool>,
            #[serde(rename = "locked_by_agentid", skip_serializing_if = "Option::is_none")]
            pub(crate) locked_by_agent_id: Option<crate::twin::Id>,
            $($extra)*
        }
    };
}
pub(crate) use ticket;

/// The fields of each model.
#[rustfmt::skip]
pub(crate) const FIELDS: &[(&str, &[Field])] = &[
    (
        "Ticket",
        &[
            field("id", "TicketId", Id),
            field("dateoccurred", "datetime", Instant),
            field("summary", "string", Text),
            field("details", "string", Text),
            field("status_id", "StatusId", Id),
            field("status_name", "string", Text),
            field("tickettype_id", "TicketTypeId", Id),
            field("tickettype_name", "string", Text),
            field("sla_id", "SlaId", Id),
            field("sla_name", "string", Text),
            field("priority_id", "TicketPriorityId", Id),
            field("client_id", "ClientId", Id),
            field("client_name", "string", Text),
            field("site_id", "SiteId", Id),
            field("site_name", "string", Text),
            field("user_id", "UserId", Id),
            field("user_name", "string", Text),
            field("team_id", "TeamId", Id),
            field("team", "string", Text),
            field("agent_id", "AgentId", Id),
            field("agent_name", "string", Text),
            field("category_1", "string", Text),
            field("category_2", "string", Text),
            field("category_3", "string", Text),
            field("category_4", "string", Text),
            field("categoryid_1", "CategoryId", Id),
            field("categoryid_2", "CategoryId", Id),
            field("categoryid_3", "CategoryId", Id),
            field("categoryid_4", "CategoryId", Id),
            field("category_1_display", "string", Text),
            field("category_2_display", "string", Text),
            field("category_3_display", "string", Text),
            field("category_4_display", "string", Text),
            field("estimate", "float", Float),
            field("estimatedays", "float", Float),
            field("projecttimepercentage", "float", Float),
            field("projectcompletionpercentage", "float", Float),
            field("projectearlieststart", "datetime", Instant),
            field("projectlatestend", "datetime", Instant),
            field("timetaken", "float", Float),
            field("chargehours", "float", Float),
            field("nonchargehours", "float", Float),
            field("travelhours", "float", Float),
            field("totalmileage", "float", Float),
            field("itemsprice", "decimal", Decimal),
            field("items", "string", Text),
            field("supplier_name", "string", Text),
            field("parent_id", "TicketId", Id),
            field("child_count", "int", Int),
            field("child_count_open", "int", Int),
            field("attachment_count", "int", Int),
            field("flagged", "bool", Bool),
            field("read", "bool", Bool),
            field("enduserstatus", "int", Int),
            field("onhold", "bool", Bool),
            field("respondbydate", "datetime", Instant),
            field("first_respond_by_date", "datetime", Instant),
            field("responsedate", "datetime", Instant),
            field("first_responsedate", "datetime", Instant),
            field("responsestartdate", "datetime", Instant),
            field("slaresponsestate", "string", Text),
            field("fixbydate", "datetime", Instant),
            field("dateclosed", "datetime", Instant),
            field("dateassigned", "datetime", Instant),
            field("excludefromsla", "bool", Bool),
            field("slaholdtime", "float", Float),
            field("site_timezone", "string", Text),
            field("parentguid", "string", Text),
            field("parentassign", "bool", Bool),
            field("slaactiondate", "datetime", Instant),
            field("slapercused", "float", Float),
            field("slatimeleft", "float", Float),
            field("currentelapsedhours", "float", Float),
            field("lastactiondate", "datetime", Instant),
            field("last_update", "datetime", Instant),
            field("lastchildactiondate", "datetime", Instant),
            field("organisation_id", "OrganisationId", Id),
            field("department_id", "DepartmentId", Id),
            field("reportedby", "string", Text),
            field("user_email", "string", Text),
            field("emailtolist", "string", Text),
            field("emailtolistsupplier", "string", Text),
            field("emailcclist", "string", Text),
            field("emailcclistsupplier", "string", Text),
            field("matched_kb_id", "KbArticleId", Id),
            field("release_note", "string", Text),
            field("product_id", "ProductId", Id),
            field("product_name", "string", Text),
            field("release_id", "ReleaseId", Id),
            field("release_name", "string", Text),
            field("release2_id", "ReleaseId", Id),
            field("release2_name", "string", Text),
            field("release3_id", "ReleaseId", Id),
            field("release3_name", "string", Text),
            field("child_ticket_id_string", "string", Text),
            field("asset_key_field_string", "string", Text),
            field("asset_type_name", "string", Text),
            field("workflow_name", "string", Text),
            field("workflow_stage", "string", Text),
            field("workflow_stage_id", "int", Int),
            field("workflow_stage_number", "string", Text),
            field("lastincomingemail", "datetime", Instant),
            field("child_ticket_ids", "list<TicketId>", List(&Id)),
            field("nextactivitydate", "datetime", Instant),
            field("inventory_number", "string", Text),
            field("workflow_id", "WorkflowId", Id),
            field("workflow_step", "int", Int),
            field("workflow_seq", "int", Int),
            field("pipeline_stage_id", "int", Int),
            field("pipeline_stage_name", "string", Text),
            field("hasbeenclosed", "bool", Bool),
            field("unread_child_action_count", "int", Int),
            field("unread_related_action_count", "int", Int),
            field("child_action_count", "int", Int),
            field("parent_subject", "string", Text),
            field("related_action_count", "int", Int),
            field("is_vip", "bool", Bool),
            field("isimportantcontact", "bool", Bool),
            field("inactive", "bool", Bool),
            field("impact", "int", Int),
            field("urgency", "int", Int),
            field("startdate", "datetime", Instant),
            field("startdate_timezone", "string", Text),
            field("startdate_with_timezone", "ZonedDateTime", Object("ZonedDateTime")),
            field("starttime", "string", Text),
            field("starttimeslot", "int", Int),
            field("targetdate", "datetime", Instant),
            field("targetdate_timezone", "string", Text),
            field("targetdate_with_timezone", "ZonedDateTime", Object("ZonedDateTime")),
            field("targettime", "string", Text),
            field("targettimeslot", "int", Int),
            field("deadlinedate", "datetime", Instant),
            field("followupdate", "datetime", Instant),
            field("oppcontactname", "string", Text),
            field("oppcompanyname", "string", Text),
            field("oppemailaddress", "string", Text),
            field("oppcustomertitle", "string", Text),
            field("opptel", "string", Text),
            field("oppaddr1", "string", Text),
            field("oppaddr2", "string", Text),
            field("oppaddr3", "string", Text),
            field("oppaddr4", "string", Text),
            field("opppostcode", "string", Text),
            field("oppcountry", "string", Text),
            field("oppregion", "string", Text),
            field("opptype", "string", Text),
            field("oppvalue", "decimal", Decimal),
            field("oppvalue_monthly", "decimal", Decimal),
            field("oppvalue_annual", "decimal", Decimal),
            field("oppvalue_oneoff", "decimal", Decimal),
            field("oppconversionprobability", "float", Float),
            field("oppvalueadjusted", "decimal", Decimal),
            field("oppprofit", "decimal", Decimal),
            field("oppcurrentsystem", "string", Text),
            field("oppcompetitors", "string", Text),
            field("opptrialdate", "datetime", Instant),
            field("oppdemodate", "datetime", Instant),
            field("oppdiscountdate", "datetime", Instant),
            field("oppattemptsmade", "int", Int),
            field("oppconverteddate", "datetime", Instant),
            field("oppproductchosen", "string", Text),
            field("oppreason", "string", Text),
            field("opphear", "string", Text),
            field("opptimezonename", "string", Text),
            field("oppclosurecategory", "int", Int),
            field("cost", "decimal", Decimal),
            field("quantity", "int", Int),
            field("projecttimebudget", "float", Float),
            field("projectmoneybudget", "decimal", Decimal),
            field("projecttimeactual", "float", Float),
            field("projectmoneyactual", "decimal", Decimal),
            field("lastnote", "string", Text),
            field("userdef1", "string", Text),
            field("userdef2", "string", Text),
            field("userdef3", "string", Text),
            field("userdef4", "string", Text),
            field("userdef5", "string", Text),
            field("source", "int", Int),
            field("release_important", "bool", Bool),
            field("releasenotegroup_name", "string", Text),
            field("releasenotegroup_id", "ReleaseNoteGroupId", Id),
            field("third_party_id", "int", Int),
            field("third_party_id_string", "string", Text),
            field("supplier_status", "int", Int),
            field("contract_refextra", "string", Text),
            field("appointment_type", "int", Int),
            field("customfields", "list<CustomField>", List(&Object("CustomField"))),
            field("timeentries", "list<TicketTimeEntry>", List(&Object("TicketTimeEntry"))),
            field("section_timezone", "string", Text),
            field("itilname", "string", Text),
            field("related_service_descriptions", "string", Text),
            field("related_service_category_names", "string", Text),
            field("projectinternaltask", "bool", Bool),
            field("appointment_id", "AppointmentId", Id),
            field("nextappointmentdate", "datetime", Instant),
            field("firstname", "string", Text),
            field("lastname", "string", Text),
            field("connectedinstance_id", "int", Int),
            field("web_url", "string", Text),
            field("api_url", "string", Text),
            field("action_number", "int", Int),
            field("action_ticket_id", "TicketId", Id),
            field("action_datetime", "datetime", Instant),
            field("action_outcome", "string", Text),
            field("action_chargerate", "string", Text),
            field("action_contract_ref", "string", Text),
            field("action_note", "string", Text),
            field("ticket_invoices_for_each_site", "bool", Bool),
            field("salesorder_id", "SalesOrderId", Id),
            field("orderhead_id", "SalesOrderId", Id),
            field("budgettype", "string", Text),
            field("requesttype_name", "string", Text),
            field("impactlevel", "int", Int),
            field("supplier_id", "SupplierId", Id),
            field("branch_id", "int", Int),
            field("branch_name", "string", Text),
            field("milestone_id", "MilestoneId", Id),
            field("milestone_name", "string", Text),
            field("milestone_value", "decimal", Decimal),
            field("milestone_sequence", "int", Int),
            field("milestone_status", "int", Int),
            field("milestone_startdate", "datetime", Instant),
            field("milestone_enddate", "datetime", Instant),
            field("email_message_id", "string", Text),
            field("guid", "uuid", Text),
            field("colour", "string", Text),
            field("reviewed", "bool", Bool),
            field("action_agent_name", "string", Text),
            field("merged_into_id", "TicketId", Id),
            field("reassigncount", "int", Int),
            field("parent_status", "StatusId", Id),
            field("parent_agent", "AgentId", Id),
            field("child_status", "StatusId", Id),
            field("date_fully_closed", "datetime", Instant),
            field("lastaction_chargerate", "string", Text),
            field("hover_summary", "string", Text),
            field("slatimeelapsed", "float", Float),
            field("ai_summary", "string", Text),
            field("search_score", "float", Float),
            field("canbevotedfor", "bool", Bool),
            field("supplier_reference", "string", Text),
            field("top_level_name", "string", Text),
            field("isbeingclosed", "bool", Bool),
            field("maximumRestrictedPriority", "int", Int),
            field("primary_service_name", "string", Text),
            field("idsummary", "string", Text),
            field("statusseq", "int", Int),
            field("statuscolor", "string", Text),
            field("next_appointment_type", "int", Int),
            field("account_manager", "string", Text),
            field("product_key", "string", Text),
            field("ticketage", "float", Float),
            field("priority_name", "string", Text),
            field("useful_count", "int", Int),
            field("notuseful_count", "int", Int),
            field("sitepostcode", "string", Text),
            field("mailbox", "string", Text),
            field("userdepartments", "string", Text),
            field("updateservicestatus", "bool", Bool),
            field("servicestatusnote", "string", Text),
            field("itil_requesttype_id", "int", Int),
            field("startdatetime", "datetime", Instant),
            field("enddatetime", "datetime", Instant),
            field("closure_agent_id", "AgentId", Id),
            field("createdfromautomationstdid", "TemplateId", Id),
            field("ticket_tags", "string", Text),
            field("status_change_frozen", "bool", Bool),
            field("approval_status", "int", Int),
            field("opp_country_name", "string", Text),
            field("opp_region_name", "string", Text),
            field("invoiceseperatelyoverride", "bool", Bool),
            field("purchaseordernumber", "string", Text),
            field("overrideticketcost", "decimal", Decimal),
            field("budgethours", "string", Text),
            field("created_by", "string", Text),
            field("additional_agents", "list<AdditionalAgent>", List(&Object("AdditionalAgent"))),
            field("client_to_invoice_to_id", "ClientId", Id),
            field("primary_issue", "ExternalLink", Object("ExternalLink")),
            field("primary_workitem", "ExternalLink", Object("ExternalLink")),
            field("billing_plan_text", "string", Text),
            field("default_appointment_summary", "string", Text),
            field("default_appointment_details", "string", Text),
            field("agent_signature", "string", Text),
            field("customer_signature", "string", Text),
            field("ticket_client_to_invoice_to_id", "ClientId", Id),
            field("oppjobtitle", "string", Text),
            field("phonenumber", "string", Text),
            field("details_html", "string", Text),
            field("takenby", "string", Text),
            field("datecreated", "datetime", Instant),
            field("createdfrom_id", "TicketId", Id),
            field("createdfrom_summary", "string", Text),
            field("clonedfrom_id", "TicketId", Id),
            field("clonedfrom_summary", "string", Text),
            field("closure_note", "string", Text),
            field("closure_note_html", "string", Text),
            field("closure_time", "float", Float),
            field("top_level_id", "TopLevelId", Id),
            field("customer_relationships", "string", Text),
            field("slastate", "string", Text),
            field("slaexcuse", "string", Text),
            field("site_sla_id", "SlaId", Id),
            field("client_reference", "string", Text),
            field("supplier_slaexcuse", "string", Text),
            field("supplier_date", "datetime", Instant),
            field("supplier_contract_id", "SupplierContractId", Id),
            field("supplier_contract_ref", "string", Text),
            field("supplier_sla_id", "SlaId", Id),
            field("supplier_priority_id", "TicketPriorityId", Id),
            field("supplier_responsestate", "string", Text),
            field("supplier_responsedate", "datetime", Instant),
            field("supplier_responsetime", "float", Float),
            field("supplier_respondbydate", "datetime", Instant),
            field("supplier_slastate", "string", Text),
            field("supplier_slatimeelapsed", "float", Float),
            field("supplier_dateclosed", "datetime", Instant),
            field("supplier_fixbydate", "datetime", Instant),
            field("changestate", "string", Text),
            field("showforusers", "bool", Bool),
            field("satisfactionlevel", "int", Int),
            field("satisfactioncomment", "string", Text),
            field("invoicenumber", "string", Text),
            field("invoicenote", "string", Text),
            field("invoicedate", "datetime", Instant),
            field("invoicepaiddate", "datetime", Instant),
            field("nonbillable_time", "float", Float),
            field("mileage", "float", Float),
            field("planneddate", "datetime", Instant),
            field("ccaddress", "string", Text),
            field("responsetime", "float", Float),
            field("first_responsetime", "float", Float),
            field("justification", "string", Text),
            field("backoutplan", "string", Text),
            field("communicationplan", "string", Text),
            field("testplan", "string", Text),
            field("riskdescription", "string", Text),
            field("risklevel", "int", Int),
            field("impactdescription", "string", Text),
            field("service_id", "ServiceId", Id),
            field("surveysent", "bool", Bool),
            field("planneddateend", "datetime", Instant),
            field("approval_process_step", "int", Int),
            field("approval_process_step_name", "string", Text),
            field("approval_cab_name", "string", Text),
            field("approval_process_id", "ApprovalProcessId", Id),
            field("deliverycontact", "string", Text),
            field("delivery_address", "Address", Object("Address")),
            field("knownerror", "bool", Bool),
            field("template_id", "TemplateId", Id),
            field("template_name", "string", Text),
            field("child_template_id", "TemplateId", Id),
            field("mailboxid", "MailboxId", Id),
            field("chargerate", "int", Int),
            field("timezonename", "string", Text),
            field("loggedoutofhdworkinghours", "bool", Bool),
            field("quotedescription", "string", Text),
            field("quotelabouramount", "decimal", Decimal),
            field("actualcost", "decimal", Decimal),
            field("invoicestatus", "int", Int),
            field("invoicedescription", "string", Text),
            field("invoicelabouramount", "decimal", Decimal),
            field("invoicematerialsamount", "decimal", Decimal),
            field("firsttimefix", "int", Int),
            field("quotematerialsamount", "decimal", Decimal),
            field("fixbydateadjusted", "bool", Bool),
            field("loggedonbehalfby", "string", Text),
            field("alternativecontactno", "string", Text),
            field("component_id", "int", Int),
            field("component_name", "string", Text),
            field("version_id", "int", Int),
            field("version_name", "string", Text),
            field("contract_id", "ContractId", Id),
            field("contract_ref", "string", Text),
            field("billing_address", "Address", Object("Address")),
            field("workflow_stepstarted", "datetime", Instant),
            field("lessonslearned", "string", Text),
            field("currency", "CurrencyId", Id),
            field("deleted", "bool", Bool),
            field("matched_rule_id", "TicketRuleId", Id),
            field("matched_rule_name", "string", Text),
            field("deadlinenotificationhours", "float", Float),
            field("showonroadmap", "bool", Bool),
            field("roadmapnote", "string", Text),
            field("changeinformation_html", "string", Text),
            field("team_department_id", "DepartmentId", Id),
            field("_canupdate", "bool", Bool),
            field("sibling_count_open", "int", Int),
            field("parent_summary", "string", Text),
            field("parent_status_name", "string", Text),
            field("approvers", "list<TicketApprover>", List(&Object("TicketApprover"))),
            field("approvers_history", "list<TicketApprover>", List(&Object("TicketApprover"))),
            field("appointment_count", "int", Int),
            field("open_chat_count", "int", Int),
            field("task_count", "int", Int),
            field("attachments", "list<AttachmentInfo>", List(&Object("AttachmentInfo"))),
            field("documents", "list<AttachmentInfo>", List(&Object("AttachmentInfo"))),
            field("popup_notes", "list<PopupNote>", List(&Object("PopupNote"))),
            field("assets", "list<TicketAsset>", List(&Object("TicketAsset"))),
            field("reference", "string", Text),
            field("follower_count", "int", Int),
            field("contact_address", "Address", Object("Address")),
            field("clone_count", "int", Int),
            field("todo_count", "int", Int),
            field("todo_list", "list<TicketToDo>", List(&Object("TicketToDo"))),
            field("service_count", "int", Int),
            field("is_opportunity", "bool", Bool),
            field("is_project", "bool", Bool),
            field("items_issued_count", "int", Int),
            field("items_issued", "list<TicketItem>", List(&Object("TicketItem"))),
            field("project_items_issued", "list<TicketItem>", List(&Object("TicketItem"))),
            field("quotation_count", "int", Int),
            field("salesorder_count", "int", Int),
            field("purchaseorder_count", "int", Int),
            field("invoice_line_count", "int", Int),
            field("budgettype_id", "BudgetTypeId", Id),
            field("budgettype_name", "string", Text),
            field("budgets", "list<TicketBudget>", List(&Object("TicketBudget"))),
            field("_warning", "string", Text),
            field("canbechild", "bool", Bool),
            field("locked", "bool", Bool),
            field("has_related", "bool", Bool),
            field("elapsed_response_hours", "float", Float),
            field("elapsed_resolution_hours", "float", Float),
            field("sla_start_date", "datetime", Instant),
            field("created_from_action_id", "ActionId", Id),
            field("created_from_action_name", "string", Text),
            field("prepay_balance_hours", "float", Float),
            field("prepay_balance_amount", "decimal", Decimal),
            field("parent_ticket_type_name", "string", Text),
            field("createdfrom_ticket_type_name", "string", Text),
            field("clonedfrom_ticket_type_name", "string", Text),
            field("laststatuschangestatus", "StatusId", Id),
            field("laststatuschangestatusdate", "datetime", Instant),
            field("audit_log", "list<json>", List(&Json)),
            field("isbillable", "bool", Bool),
            field("itemsarebillable", "bool", Bool),
            field("matched_rule_ids", "string", Text),
            field("faultapprovalfailed", "bool", Bool),
            field("tags", "list<TicketTag>", List(&Object("TicketTag"))),
            field("faultapprovalexists", "bool", Bool),
            field("contract_balance", "string", Text),
            field("billable_time", "float", Float),
            field("slatimeremaining", "float", Float),
            field("chat_count", "int", Int),
            field("call_log_count", "int", Int),
            field("external_links", "list<ExternalLink>", List(&Object("ExternalLink"))),
            field("alluserscanview", "int", Int),
            field("service_request_detail_id", "ServiceRequestDetailId", Id),
            field("visible_child_tickets", "int", Int),
            field("expenses", "list<json>", List(&Json)),
            field("supplier_contact_id", "UserId", Id),
            field("unotes", "string", Text),
            field("smemo", "string", Text),
            field("amemo", "string", Text),
            field("milestones", "list<TicketMilestone>", List(&Object("TicketMilestone"))),
            field("seenby", "string", Text),
            field("parent_milestones", "list<TicketMilestone>", List(&Object("TicketMilestone"))),
            field("reviewed_date", "datetime", Instant),
            field("is_sensitive", "bool", Bool),
            field("contract_schedule_plan_id", "ContractSchedulePlanId", Id),
            field("related_tickets", "list<Ticket>", List(&Object("Ticket"))),
            field("workflow_history", "list<TicketWorkflowMove>", List(&Object("TicketWorkflowMove"))),
            field("original_agent", "AgentId", Id),
            field("contributors", "list<TicketContributor>", List(&Object("TicketContributor"))),
            field("internet_message_id", "string", Text),
            field("respondbydateadjusted", "bool", Bool),
            field("date_dependencies", "list<TicketDateDependency>", List(&Object("TicketDateDependency"))),
            field("slaresponseexcuse", "string", Text),
            field("olas", "list<TicketOla>", List(&Object("TicketOla"))),
            field("ola_count", "int", Int),
            field("notepad", "string", Text),
            field("ticket_client_to_invoice_to_name", "string", Text),
            field("is_downtime", "bool", Bool),
            field("locked_by_agentid", "AgentId", Id),
        ],
    ),
    (
        "ZonedDateTime",
        &[
            field("datetime", "datetime", Instant),
            field("timezone", "string", Text),
        ],
    ),
    (
        "CustomField",
        &[
            field("id", "int", Int),
            field("name", "string", Text),
            field("label", "string", Text),
            field("summary", "string", Text),
            field("type", "int", Int),
            field("value", "json", Json),
            field("value_is_password_id", "bool", Bool),
            field("display", "string", Text),
            field("characterlimit", "int", Int),
            field("characterlimittype", "int", Int),
            field("inputtype", "int", Int),
            field("copytochild", "bool", Bool),
            field("copytoparent", "bool", Bool),
            field("searchable", "bool", Bool),
            field("ordervalues", "bool", Bool),
            field("ordervaluesby", "int", Int),
            field("database_lookup_id", "int", Int),
            field("database_lookup_auto", "bool", Bool),
            field("third_party_name", "string", Text),
            field("extratype", "int", Int),
            field("copytochildonupdate", "bool", Bool),
            field("copytoparentonupdate", "bool", Bool),
            field("hyperlink", "string", Text),
            field("usage", "int", Int),
            field("linked_table_id", "int", Int),
            field("showondetailsscreen", "bool", Bool),
            field("third_party_value", "string", Text),
            field("custom_extra_table_id", "int", Int),
            field("copytorelated", "bool", Bool),
            field("calculation", "string", Text),
            field("rounding", "int", Int),
            field("regex", "string", Text),
            field("onlyshowforagents", "bool", Bool),
            field("is_horizontal", "bool", Bool),
            field("isencrypted", "bool", Bool),
            field("max_selection", "int", Int),
            field("guid", "uuid", Text),
            field("selection_field_id", "int", Int),
            field("validation_data", "list<json>", List(&Json)),
            field("showintable", "bool", Bool),
            field("table_height", "int", Int),
            field("dont_delete_rows", "bool", Bool),
            field("table_matching_field", "int", Int),
            field("load_type", "int", Int),
            field("add_rows", "bool", Bool),
            field("delete_these_rows", "list<int>", List(&Int)),
        ],
    ),
    (
        "TicketTimeEntry",
        &[
            field("id", "int", Int),
            field("faultid", "TicketId", Id),
            field("actioncode", "int", Int),
            field("time", "float", Float),
            field("actionbillingplanid", "int", Int),
            field("value", "decimal", Decimal),
            field("overridden", "bool", Bool),
            field("actualtime", "float", Float),
        ],
    ),
    (
        "AdditionalAgent",
        &[
            field("faultid", "TicketId", Id),
            field("id", "AgentId", Id),
            field("name", "string", Text),
        ],
    ),
    (
        "ExternalLink",
        &[
            field("id", "int", Int),
            field("table_id", "int", Int),
            field("module_id", "int", Int),
            field("integration_name", "string", Text),
            field("halo_id", "int", Int),
            field("third_party_id", "string", Text),
            field("third_party_desc", "string", Text),
            field("third_party_type", "string", Text),
            field("third_party_url", "string", Text),
            field("third_party_assigned_to", "string", Text),
            field("third_party_count", "int", Int),
            field("primary", "bool", Bool),
            field("halo_desc", "string", Text),
            field("halo_second_id", "int", Int),
            field("halo_second_desc", "string", Text),
            field("extra_match_field", "string", Text),
            field("details_id", "int", Int),
            field("third_party_secondary_id", "string", Text),
            field("third_party_status", "string", Text),
            field("third_party_priority", "string", Text),
            field("date_created", "datetime", Instant),
            field("date_updated", "datetime", Instant),
            field("subscription_id", "string", Text),
            field("subscription_expiry", "datetime", Instant),
            field("revisions", "int", Int),
            field("third_party_additional_id", "string", Text),
        ],
    ),
    (
        "Address",
        &[
            field("id", "int", Int),
            field("type", "int", Int),
            field("description", "string", Text),
            field("note", "string", Text),
            field("line1", "string", Text),
            field("line2", "string", Text),
            field("line3", "string", Text),
            field("line4", "string", Text),
            field("postcode", "string", Text),
            field("primary", "bool", Bool),
            field("inactive", "bool", Bool),
            field("date_active", "datetime", Instant),
            field("date_inactive", "datetime", Instant),
            field("lat", "float", Float),
            field("long", "float", Float),
            field("client_name", "string", Text),
            field("site_id", "SiteId", Id),
            field("site_name", "string", Text),
            field("user_id", "UserId", Id),
            field("user_name", "string", Text),
            field("user_email", "string", Text),
            field("_warning", "string", Text),
        ],
    ),
    (
        "TicketApprover",
        &[
            field("ticket_id", "TicketId", Id),
            field("seq", "int", Int),
            field("actionnumber", "int", Int),
            field("result", "int", Int),
            field("emailaddress", "string", Text),
            field("type", "int", Int),
            field("agent_id", "AgentId", Id),
            field("user_id", "UserId", Id),
            field("cab_id", "CabId", Id),
            field("name", "string", Text),
            field("requestor_agent_id", "AgentId", Id),
            field("requestor_user_id", "UserId", Id),
            field("datetime", "datetime", Instant),
            field("approval_process_id", "ApprovalProcessId", Id),
            field("approval_process_name", "string", Text),
            field("approver_note", "string", Text),
            field("requestor_name", "string", Text),
            field("note", "string", Text),
            field("agent_name", "string", Text),
            field("votes_required_to_accept", "int", Int),
            field("votes_required_to_reject", "int", Int),
            field("is_mandatory", "bool", Bool),
            field("uniqueid", "int", Int),
            field("lastreminderdatetime", "datetime", Instant),
            field("step_id", "int", Int),
            field("step_name", "string", Text),
            field("dateapproved", "datetime", Instant),
            field("delegated_by_username", "string", Text),
        ],
    ),
    (
        "AttachmentInfo",
        &[
            field("id", "AttachmentId", Id),
            field("filename", "string", Text),
            field("datecreated", "datetime", Instant),
            field("note", "string", Text),
            field("filesize", "int", Int),
            field("type", "int", Int),
            field("unique_id", "int", Int),
            field("desc", "string", Text),
            field("isimage", "bool", Bool),
            field("showforusers", "bool", Bool),
            field("data_base64", "string", Text),
            field("download_url", "string", Text),
            field("link", "string", Text),
            field("content_type", "string", Text),
            field("last_updated", "datetime", Instant),
            field("ticket_id", "TicketId", Id),
            field("action_id", "ActionId", Id),
            field("user_id", "UserId", Id),
            field("agent_id", "AgentId", Id),
        ],
    ),
    (
        "PopupNote",
        &[
            field("id", "int", Int),
            field("client_id", "ClientId", Id),
            field("site_id", "SiteId", Id),
            field("user_id", "UserId", Id),
            field("date_created", "datetime", Instant),
            field("note", "string", Text),
            field("dismissable", "bool", Bool),
            field("read_status", "int", Int),
            field("displaymodal", "bool", Bool),
            field("displayhtml", "bool", Bool),
            field("limitdaterange", "bool", Bool),
            field("startdate", "datetime", Instant),
            field("enddate", "datetime", Instant),
        ],
    ),
    (
        "TicketAsset",
        &[
            field("id", "AssetId", Id),
            field("inventory_number", "string", Text),
            field("key_field", "string", Text),
            field("key_field2", "string", Text),
            field("key_field3", "string", Text),
            field("client_id", "ClientId", Id),
            field("client_name", "string", Text),
            field("site_id", "SiteId", Id),
            field("site_name", "string", Text),
            field("username", "string", Text),
            field("assettype_id", "AssetTypeId", Id),
            field("assettype_name", "string", Text),
            field("inactive", "bool", Bool),
        ],
    ),
    (
        "TicketToDo",
        &[
            field("ticket_id", "TicketId", Id),
            field("id", "int", Int),
            field("done", "bool", Bool),
            field("done_by_id", "AgentId", Id),
            field("done_by_name", "string", Text),
            field("text", "string", Text),
            field("start_date", "datetime", Instant),
            field("end_date", "datetime", Instant),
            field("actual_start", "datetime", Instant),
            field("actual_end", "datetime", Instant),
            field("sequence", "int", Int),
            field("group_id", "int", Int),
            field("group_name", "string", Text),
        ],
    ),
    (
        "TicketItem",
        &[
            field("ticket_id", "TicketId", Id),
            field("id", "int", Int),
            field("item_id", "ItemId", Id),
            field("quantity", "float", Float),
            field("quantity_shipped", "float", Float),
            field("costprice", "decimal", Decimal),
            field("price", "decimal", Decimal),
            field("status", "string", Text),
            field("date_shipped", "datetime", Instant),
            field("note", "string", Text),
            field("name", "string", Text),
            field("asset_id", "AssetId", Id),
            field("agent_id", "AgentId", Id),
            field("supplier_name", "string", Text),
            field("tax", "float", Float),
            field("net_total", "decimal", Decimal),
            field("total_price", "decimal", Decimal),
            field("total_tax", "decimal", Decimal),
            field("inventory_number", "string", Text),
            field("budgettype_id", "BudgetTypeId", Id),
        ],
    ),
    (
        "TicketBudget",
        &[
            field("id", "int", Int),
            field("ticket_id", "TicketId", Id),
            field("budgettype_id", "BudgetTypeId", Id),
            field("budgettype_name", "string", Text),
            field("hours", "float", Float),
            field("days", "float", Float),
            field("rate", "decimal", Decimal),
            field("rate_days", "decimal", Decimal),
            field("money", "decimal", Decimal),
            field("estimated_hours", "float", Float),
            field("estimated_days", "float", Float),
            field("estimated_money", "decimal", Decimal),
            field("actual_hours", "float", Float),
            field("actual_days", "float", Float),
            field("actual_money", "decimal", Decimal),
            field("scheduled_hours", "float", Float),
            field("scheduled_days", "float", Float),
            field("scheduled_value", "decimal", Decimal),
            field("toschedule_hours", "float", Float),
            field("toschedule_days", "float", Float),
            field("toschedule_value", "decimal", Decimal),
            field("remaining_hours", "float", Float),
            field("remaining_days", "float", Float),
            field("remaining_value", "decimal", Decimal),
        ],
    ),
    (
        "TicketTag",
        &[
            field("id", "int", Int),
            field("text", "string", Text),
        ],
    ),
    (
        "TicketMilestone",
        &[
            field("id", "MilestoneId", Id),
            field("ticket_id", "TicketId", Id),
            field("name", "string", Text),
            field("sequence", "int", Int),
            field("start_date", "datetime", Instant),
            field("target_date", "datetime", Instant),
            field("tickets", "list<json>", List(&Json)),
            field("start_days", "int", Int),
            field("target_days", "int", Int),
            field("milestone_value", "decimal", Decimal),
            field("processed_date", "datetime", Instant),
            field("invoicenumber", "string", Text),
        ],
    ),
    (
        "TicketWorkflowMove",
        &[
            field("id", "int", Int),
            field("ticket_id", "TicketId", Id),
            field("moved_from", "int", Int),
            field("moved_to", "int", Int),
            field("flow_id", "WorkflowId", Id),
            field("moved_from_stage", "int", Int),
            field("moved_to_stage", "int", Int),
            field("moved_date", "datetime", Instant),
            field("target_date", "datetime", Instant),
            field("target_hours", "float", Float),
            field("actual_hours", "float", Float),
            field("target_met", "bool", Bool),
            field("override_date", "datetime", Instant),
            field("summary", "string", Text),
            field("action_id", "ActionId", Id),
        ],
    ),
    (
        "TicketContributor",
        &[
            field("id", "int", Int),
            field("user_id", "UserId", Id),
            field("username", "string", Text),
            field("agent_id", "AgentId", Id),
            field("agentname", "string", Text),
            field("code", "int", Int),
            field("rolename", "string", Text),
            field("ticketid", "TicketId", Id),
            field("note", "string", Text),
            field("contributor_type", "int", Int),
            field("quality", "int", Int),
        ],
    ),
    (
        "TicketDateDependency",
        &[
            field("id", "int", Int),
            field("parentfaultid", "TicketId", Id),
            field("faultid", "TicketId", Id),
            field("dependentfaultid", "TicketId", Id),
            field("applied_from_template", "bool", Bool),
        ],
    ),
    (
        "TicketOla",
        &[
            field("id", "int", Int),
            field("fault_id", "TicketId", Id),
            field("target_id", "int", Int),
            field("target_name", "string", Text),
            field("target_hours", "float", Float),
            field("actual_hours", "float", Float),
            field("target_date", "datetime", Instant),
            field("target_met", "bool", Bool),
            field("status", "int", Int),
            field("start_date", "datetime", Instant),
            field("pause_date", "datetime", Instant),
            field("end_date", "datetime", Instant),
        ],
    ),
];
