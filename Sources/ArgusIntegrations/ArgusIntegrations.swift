/// Everything that talks to somebody else's server lives in this target, a folder each: mail, SMS
/// gateways, webhooks, chat, ticket systems.
///
/// There is none yet.
package enum ArgusIntegrations {}
