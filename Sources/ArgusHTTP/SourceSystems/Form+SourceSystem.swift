import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == NewSourceSystem {
    /// What a new source system is to be like.
    package static var newSource: Form { newSource(.baseURL) }

    /// The same where the existing server has it too, which takes any text for a base URL.
    package static var newSourceWithAnyBaseURL: Form { newSource(.text("base_url")) }

    private static func newSource(_ baseURL: Field<String?>) -> Form {
        let field = Field(
            Field<String>.requiredText("name").described(as: .sourceName),
            Field<String?>.sourceType.required()
                .note("One of the types, which stand at `source-types/`."),
            Field<String?>.text("username").described(
                as: .text(matching: "^[A-Za-z0-9@.+_-]{0,150}$").note(
                    "The name of its account; that of the source if missing.")),
            baseURL.note(
                "What relative details URLs of its incidents are joined with."),
            Field<Duration?>.heartbeatFrequency, Field<Duration?>.alertExpiry
        ) { name, type, username, baseURL, frequency, expiry throws(Refusal) in
            try NewSourceSystem(
                name: name, type: type ?? "", username: username?.isEmpty == true ? nil : username,
                baseURL: baseURL ?? "", heartbeatFrequency: frequency, alertExpiry: expiry)
        }
        return Form(
            "NewSourceSystem", field,
            example: [
                "name": "nav2", "type": "nav", "username": "nav2",
                "base_url": "https://nav2.example.org/", "heartbeat_frequency": "120",
            ])
    }
}

extension Form where Value == SourceSystemChange {
    /// Another name for a source system; `isWhole` says that it has to be told.
    package static func sourceName(isWhole: Bool) -> Form {
        let name = Field<String?>.someText("name").described(as: .sourceName)
            .required(if: isWhole)
        return Form(
            isWhole ? "SourceSystemName" : "PatchedSourceSystemName",
            name.map { SourceSystemChange(name: $0) }, example: ["name": "nav-west"])
    }

    /// What a source system is to become; what is not named stays.
    package static var sourceChange: Form {
        let field = Field(
            Field<String?>.someText("name").described(as: .sourceName),
            Field<String?>.sourceType, Field<String?>.baseURL,
            Field<Duration??>.changedHeartbeatFrequency, Field<Duration??>.changedAlertExpiry
        ) { name, type, baseURL, frequency, expiry in
            var change = SourceSystemChange()
            (change.name, change.type) = (name, type)
            (change.baseURL, change.heartbeatFrequency) = (baseURL, frequency)
            change.alertExpiry = expiry
            return change
        }
        return Form(
            "PatchedSourceSystem", field,
            example: ["base_url": "https://nav.example.org/", "heartbeat_frequency": 120])
    }
}

extension Form where Value == HeartbeatInput {
    /// What may be said with a sign of life; an empty body says nothing.
    package static var heartbeat: Form {
        let field = Field(
            Field<Int64?>.nullableInteger("queue_depth", in: 0...Int64.max)
                .note("How many alerts wait in the queue of what brings them here."),
            Field<Int64?>.nullableInteger("queue_oldest_age", in: 0...Int64(UInt32.max))
                .note("For how many seconds the oldest of them waits.")
        ) { HeartbeatInput(queueDepth: $0, queueOldestAge: $1) }
        return Form(
            "Heartbeat", field, example: ["queue_depth": 3, "queue_oldest_age": 12])
    }
}

extension Form where Value == String {
    /// A new type of source systems.
    package static var newSourceType: Form {
        let schema = Schema.text(matching: "^[a-z]+$").note("In lower case, and new.")
        return Form(
            "NewSourceSystemType", .requiredText("name").described(as: schema),
            example: ["name": "icinga"])
    }
}

extension Field where Value == String? {
    /// The address of a site, or nothing.
    fileprivate static var baseURL: Field {
        text("base_url").checked { input, url in
            guard let url, !url.isEmpty, !BaseURL.isValid(url) else { return }
            input.refuse("base_url", "This \(BaseURL.expected).")
        }
    }

    /// The name of a source system's type, which may be missing, but not be blank.
    fileprivate static var sourceType: Field {
        Field("type", .text(matching: "^[a-z]+$")) { input, name in
            if input.object[name]?.object == nil, input.object[name]?.array == nil {
                return input.someText(name)
            }
            input.refuse(name, .noChoice)
            return nil
        }
    }
}

extension Schema {
    /// What a source system may be called.
    fileprivate static let sourceName = text(1...TextLimit.sourceSystemName.count)
}
