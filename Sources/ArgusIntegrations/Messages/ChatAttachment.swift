import ArgusVocabulary

/// A coloured block with a title that leads to the incident, as Slack made it and Mattermost took it over.
enum ChatAttachment {
    /// The body of a message.
    static func body(_ message: WrittenMessage, _ text: ChatText) -> JSONValue {
        var attachment = JSONObject()
        attachment.set("color", to: .string(text.color))
        attachment.set("fallback", to: .string(message.title))
        attachment.set("title", to: .string(message.title))
        if let link = text.link { attachment.set("title_link", to: .string(link)) }
        attachment.set("text", to: .string(message.text ?? ""))
        return ["attachments": [.object(attachment)]]
    }
}
