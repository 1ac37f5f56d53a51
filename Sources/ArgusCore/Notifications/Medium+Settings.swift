extension Medium.Setting {
    /// The address to which mail goes.
    package static let emailAddress = Self("email_address", "Email address", nil, .emailAddress)

    /// The number to which messages go.
    package static let phoneNumber = Self(
        "phone_number", "Phone number",
        "The phone number is validated and the country code needs to be given.", .phoneNumber)

    /// Where messages are posted to.
    static let url = Self(
        "url", "URL", "Where messages are posted to, with http:// or https://.", .url)

    /// The topic to which messages are published.
    static let topicURL = Self(
        "url", "URL of the topic", "Such as https://ntfy.sh/my-topic.", .url)

    /// Where messages are posted to by whoever knows it.
    static let secretURL = Self("url", "URL of the webhook", asShown, .secretURL)

    /// The same where there is another way.
    static let optionalSecretURL = Self(
        "url", "URL of the webhook", "\(asShown) Empty if a bot posts.", .secretURL,
        isRequired: false)

    /// Where a bot posts.
    static let chatChannel = Self(
        "channel", "Channel",
        "Where a bot posts: the identifier of a channel, such as C0123456789.", .name(nil),
        isRequired: false)

    /// What lets a bot in.
    static let botToken = Self(
        "token", "Token of the bot",
        "With a bot in place of a webhook, what belongs to one incident is one thread.", .token,
        isRequired: false)

    /// What messages are signed with.
    static let signingSecret = Self(
        "secret", "Secret",
        "What messages are signed with, 16 characters or more;"
            + " two with a blank between them while one replaces the other.",
        .signingSecrets)

    /// What a service lets somebody in by.
    static let accessToken = Self(
        "token", "Access token", "Where the topic is protected.", .token, isRequired: false)

    /// What a service lets a program in by.
    static let applicationToken = Self("token", "Token of the application", asShown, .token)

    /// Where a bot of Telegram writes.
    static let chat = Self(
        "chat", "Chat", "The number of the chat, or @ and the name of a channel.", .chat)

    /// What lets a bot of Telegram in.
    static let telegramToken = Self(
        "token", "Token of the bot", "As BotFather shows it; it is not shown again.", .token)

    /// A room of Matrix.
    static let room = Self(
        "room", "Room", "The identifier of the room, such as !abc:example.org.", .name("!"))

    /// The server of Matrix that an account is on.
    static let homeserver = Self(
        "url", "Homeserver", "That of the account that writes, such as https://matrix.org.", .url)

    /// What lets an account of Matrix in.
    static let matrixToken = Self(
        "token", "Access token", "That of the account that writes; it is not shown again.", .token)

    /// Who is reached by Pushover.
    static let userKey = Self(
        "user_key", "Key of the user", "Yours, or that of a group; it is not shown again.", .token)

    /// By which a service takes events.
    static let routingKey = Self(
        "routing_key", "Integration key",
        "That of an integration \"Events API v2\"; it is not shown again.", .token)

    /// Where events go, if not to the usual place.
    static let eventsURL = Self(
        "url", "URL",
        "Only if it is another than https://events.pagerduty.com/v2/enqueue.", .url,
        isRequired: false)

    /// A program that the configuration names.
    static let program = Self(
        "program", "Program", "One of the names in ARGUS_EXEC_CHANNELS.", .name(nil))

    /// Whom a program is to tell.
    static let recipient = Self(
        "recipient", "Recipient", "What the program is told about whom to reach.", .name(nil),
        isRequired: false)

    private static let asShown = "As the service shows it; it is a secret, and not shown again."
}
