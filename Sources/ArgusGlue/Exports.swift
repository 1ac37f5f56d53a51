// Whoever writes a glue service makes alerts of the client's values (`Tags`, `Timestamp`,
// `Incident.Level`): the client comes along, so that one import is enough.
@_exported import ArgusClient
