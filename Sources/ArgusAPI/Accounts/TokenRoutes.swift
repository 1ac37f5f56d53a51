import ArgusAnswers
import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

/// `tokens/`: everybody's own tokens, and those that one administers, in version 3.
enum TokenRoutes {
    private static let root: Path = "\(APIVersion.v3.path)tokens/"

    static let endpoints = [list, one]

    private static let list = Endpoint(
        root, .accounts, access: .own,
        get: Action(
            "Lists one's own tokens, or those that one administers, the newest first.",
            query: ListLinks.parameters + [owners], refuses: [403],
            answers: [.ok(.page("Tokens", of: .token), "A page of them.")], isList: true
        ) { call in
            let links = ListLinks(call)
            let own = TokenSelection.account(try call.requester.user.id)
            let page = try await call.operations.tokens.list(
                of: call.asked(owners) ?? own, links.page, by: call.requester)
            return Reply { writer in
                links.write(&writer, page.next, page.previous) { writer in
                    writer.list(page.items) { $0.value(TokenJSON($1).json(in: call.site.zone)) }
                }
            }
        },
        post: .create(
            "Issues a token, which is shown in this answer only.", form: .newToken,
            answers: [
                .created(
                    Schema.token.adding(
                        "NewlyIssuedToken",
                        ["token": .text.optional.note("In clear; not when it is repeated.")]))
            ],
            writing: { $0.value(TokenJSON($1).json(in: $2.site.zone)) },
            keeping: { $0.value(TokenJSON($1.owned).json(in: $2.site.zone)) }
        ) { call, asked, once in
            try await call.operations.tokens.create(
                asked.token, of: asked.user, by: call.requester, once: once)
        })

    private static let owners = Parameter<TokenSelection>(
        "user", .text(matching: "^([0-9]{1,18}|sources|all)$"),
        "Whose: a primary key, `sources` or `all`; one's own if missing."
    ) { text, _ throws(ValueProblem) in
        switch text {
        case "all": return .everybody
        case "sources": return .sources
        default:
            if let id = Int64(text) { return .account(User.ID(id)) }
            throw ValueProblem(message: "Enter a number.")
        }
    }

    private static let one = Endpoint(
        "\(root):pk/", .accounts, access: .own,
        get: Action(
            "Shows a token that one may take back.", refuses: [403],
            answers: [.ok(.token, "All of it but the token itself.")]
        ) { call in
            let token = try await call.operations.tokens.find(call.id(), by: call.requester)
            return Reply(TokenJSON(token).json(in: call.site.zone))
        },
        delete: .delete("Takes a token back: it stops working at once.") { call in
            let id: Token.ID = try call.id()
            try await call.operations.tokens.revoke(id, by: call.requester)
        })
}

extension Schema {
    /// A token in an answer, without the token itself.
    fileprivate static let token = answer(
        "Token",
        [
            "pk": .id, "user": .id.note("Whose it is."), "username": .text, "name": .text,
            "kind": .choice(["program", "account", "session"]).note(
                "Issued here, for a name and a password, or by logging in."),
            "scope": scope, "prefix": .text.note("Its first characters."), "created": .time,
            "expires": .time.orNull, "last_used": .time.orNull.note("To the minute."),
        ])
}
