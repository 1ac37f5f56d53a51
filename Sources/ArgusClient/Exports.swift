// Whoever uses the client reads and makes times (`Timestamp`, `EndTime`) and reads members of
// `Incident` and `Event`, which are the wire types: both modules come along, so that one import
// is enough.
@_exported import ArgusVocabulary
@_exported import ArgusWire
