// Whoever writes a glue service makes alerts of the client's values (`Tags`, `Timestamp`,
// `Incident.Level`) and declares settings of its own (`Setting`): both modules come along, so that
// one import is enough.
@_exported import ArgusClient
@_exported import ArgusSettings
