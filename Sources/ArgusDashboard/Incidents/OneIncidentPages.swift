import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/incidents/<pk>/`: one incident, and what can be done with it.
enum OneIncidentPages {
    static let pages = [
        WebPage("/incidents/:pk/", access: .own) { try await show($0, nil) },
        acknowledging(.acknowledgement), acknowledging(.snooze),
        posting(.comment, to: .comments, "Your comment was added."),
        posting(.close, to: .closure, "It was closed."),
        posting(.reopen, to: .reopening, "It was reopened."),
        changing(.facts), changing(.ticket),
    ]

    /// The page, with the form that was sent or asked for.
    private static func show(
        _ call: Call, _ sent: (kind: IncidentForms.Kind, entry: FormEntry)?
    ) async throws -> Reply {
        let lastSeen = sent.flatMap { Int64($0.entry.field("seen").value) }.map { Event.ID($0) }
        let view = try await IncidentView(of: call.id(), for: call, lastSeen: lastSeen)
        let forms = IncidentForms(call, view, sent: sent)
        return try await call.page(
            "incident", IncidentPage(view, forms, at: call.here), in: .incidents)
    }

    private static func acknowledging(_ kind: IncidentForms.Kind) -> WebPage {
        let form = Form(
            Field(
                Field<String?>.text("description"), Field<String?>.text("until"),
                Field<String?>.text("until_time"), Field<Event.ID>.seen
            ) { (description: $0 ?? "", until: $1 ?? "", time: $2 ?? "", seen: $3) })
        return page(kind, form: form) { call, said in
            let moments = try await call.moments
            let until = try AckPeriod.expiration(said.until, orAt: said.time, moments)
            let new = try NewAcknowledgement(
                timestamp: moments.now, description: said.description, expiration: until)
            let id: Incident.ID = try call.id()
            let done = until.map { "It is acknowledged until \(moments.text($0).full)." }
            let message = try await message(
                done ?? "It is acknowledged.", about: id, since: said.seen, call)
            return try await call.making(leadingTo: { _ in path(id) }, saying: message) { once in
                try await call.operations.log.acknowledge(
                    id, with: new, by: call.requester, once: once)
            }
        }
    }

    /// What somebody does to an incident that is no more than an entry in its log.
    private enum Post {
        case comment, close, reopen

        var type: EventType {
            switch self {
            case .comment: .other
            case .close: .close
            case .reopen: .reopen
            }
        }
    }

    private static func posting(
        _ post: Post, to kind: IncidentForms.Kind, _ done: String
    ) -> WebPage {
        let text: Field<String> =
            post == .comment
            ? .requiredText("description")
            : Field<String?>.text("description").map { $0 ?? "" }
        let form = Form(Field(text, Field<Event.ID>.seen) { (description: $0, seen: $1) })
        return page(kind, form: form) { call, said in
            let id: Incident.ID = try call.id()
            let event = PostedEvent(
                type: post.type, timestamp: nil, description: said.description,
                acknowledgementsURL: "")
            let message = try await message(done, about: id, since: said.seen, call)
            return try await call.making(leadingTo: { _ in path(id) }, saying: message) { once in
                try await call.operations.incidents.post(
                    event, to: id, by: call.requester, once: once)
            }
        }
    }

    private static func changing(_ kind: IncidentForms.Kind) -> WebPage {
        page(kind, form: .changedFacts) { call, said in
            let id: Incident.ID = try call.id()
            _ = try await call.operations.incidents.change(
                id, said.change, by: call.requester
            ) { incident throws(Refusal) in
                guard incident.mark == said.was else {
                    throw .invalid(
                        """
                        Somebody changed the incident while you did. See what it is like now, and \
                        send what you typed again if it still holds.
                        """)
                }
            }
            return call.leading(to: path(id), saying: "It was changed.")
        }
    }

    private static func page<Value>(
        _ kind: IncidentForms.Kind, form: Form<Value>,
        _ perform: @escaping @Sendable (Call, Value) async throws -> Reply
    ) -> WebPage {
        WebPage(
            "/incidents/:pk/\(kind.rawValue)/", form: form,
            show: { call, entry in try await show(call, (kind, entry)) }, perform)
    }

    private static func path(_ id: Incident.ID) -> String { "/incidents/\(id)/" }

    /// What was done, and what others did since the page was loaded.
    private static func message(
        _ done: String, about id: Incident.ID, since seen: Event.ID, _ call: Call
    ) async throws -> String {
        let newest = try await call.operations.log.page(
            of: id, PageRequest(size: IncidentView.mostEvents))
        let others = newest.events.items.filter {
            $0.id > seen && $0.actor != call.asker?.account?.id
        }
        guard !others.isEmpty else { return done }
        let names = others.map(\.actorName).withoutRepetitions().joined(separator: ", ")
        return "\(done) Meanwhile something came from \(names): see what happened below."
    }
}

/// What is to be different about an incident, and how it was when the form was filled in.
typealias ChangedFacts = (change: IncidentChange, was: String)

extension Form where Value == ChangedFacts {
    /// What the forms for facts and for the ticket send; what is missing stays as it is.
    static var changedFacts: Form {
        Form(
            Field(
                Field<String?>.text("description"),
                Field<Level?>.typed("level") { text in
                    Level(text).map { .success($0) }
                        ?? .failure(ValueProblem(message: "It is none of the levels."))
                },
                Field<[Tag]?>.typed("tags", tags),
                Field<String?>.typed("ticket_url") { text in
                    text.isEmpty || WebLink(text) != nil && WebURL.isValid(text)
                        ? .success(text)
                        : .failure(ValueProblem(message: "It is no address of the web, https://…"))
                },
                Field<String?>.text("was")
            ) { description, level, tags, ticket, was in
                var change = IncidentChange(tagRule: .removableByAll)
                (change.description, change.level) = (description, level)
                (change.tags, change.ticketURL) = (tags, ticket)
                return (change: change, was: was ?? "")
            })
    }

    /// One on each line.
    @Sendable
    private static func tags(_ text: String) -> Result<[Tag], ValueProblem> {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks() }
        var tags: [Tag] = []
        for line in lines where !line.isEmpty {
            do throws(TagProblem) {
                tags.append(try Tag(String(line), keys: .anyCase))
            } catch {
                return .failure(ValueProblem(message: "“\(line.prefix(80))”: \(error.description)"))
            }
        }
        return .success(tags)
    }
}

extension Field where Value == Event.ID {
    /// The newest entry of the log that the reader had seen who fills in a form.
    fileprivate static var seen: Field {
        Field<Event.ID?>.typed("seen") { .success(Event.ID(Int64($0) ?? .max)) }
            .map { $0 ?? Event.ID(.max) }
    }
}

extension Incident {
    /// What tells whether what a form changes has become different.
    var mark: String {
        let parts =
            [self.description, self.ticketURL, "\(self.level.rawValue)"]
            + tags.map(\.tag.text).sorted()
        return hexadecimal(sha256(Array(parts.joined(separator: "\u{0}").utf8)))
    }
}
