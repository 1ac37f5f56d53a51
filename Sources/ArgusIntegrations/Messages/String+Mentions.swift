extension String {
    /// The same without what mentions somebody in a chat: an invisible blank stands behind each `@`.
    var withoutMentions: String { replacing("@", with: "@\u{200b}") }
}
