import ArgusCore

/// The tag of an incident, not the one that Swift Testing has for tests.
typealias Tag = ArgusCore.Tag
