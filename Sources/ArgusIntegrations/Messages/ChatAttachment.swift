import ArgusVocabulary

/// A coloured block with a title that leads to the incident, as Slack made it and Mattermost took it over.
enum ChatAttachment {
    /// The body of a message; `escaped` keeps a text from meaning more than it says.
    static func body(_ text: ChatText, bytes limit: Int, _ escaped: (String) -> String) -> JSONValue
    {
        let headline = escaped(text.headline(bytes: 500))
        var attachment = JSONObject()
        attachment.set("color", to: .string(text.color))
        attachment.set("fallback", to: .string(headline))
        attachment.set("title", to: .string(headline))
        if let link = text.link { attachment.set("title_link", to: .string(link)) }
        attachment.set("text", to: .string(escaped(text.lines(bytes: limit))))
        return ["attachments": [.object(attachment)]]
    }
}
