// Whoever writes a glue service makes alerts (`Alert`) of the client's values (`Tags`, `Timestamp`,
// `Incident.Level`) and declares settings of its own (`Setting`): all three modules come along, so
// that one import is enough.
@_exported import ArgusAlerts
@_exported import ArgusClient
@_exported import ArgusSettings
