import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary

/// `/user/sessions/`: where somebody is logged in with a browser.
enum SessionPages {
    static let pages = [list, end]

    private static let path = "/user/sessions/"

    private static let list = WebPage("/user/sessions/", access: .own) { call in
        let sessions = try await call.operations.sessions.list(by: call.requester)
        let moments = try await call.moments
        let here = call.session.map(SessionOperations.id)
        let page = ListPage(
            "Sessions", "Where you are logged in with a browser.",
            columns: ["Began", "Ends, unless it is used", "", ""],
            rows: sessions.map { session in
                [
                    .moment(moments.text(session.created)),
                    .moment(moments.text(session.expires)),
                    .text(session.id == here ? "this one" : "", style: "good"),
                    .actions(
                        session.id == here ? [] : [MenuItem("End", "\(path)\(session.id)/end/")]),
                ]
            }, empty: "There are none.")
        return try await call.page("list-page", page)
    }

    private static let part = PathPart("session", .text, "The identifier of a session.")

    private static let end = ConfirmPage.page(
        "/user/sessions/\(part)/end/", access: .own, in: nil,
        parent: MenuItem("Sessions", path),
        describe: { _ in
            ("End the session?", "Whoever uses it has to log in again.")
        }, "End it", saying: "The session was ended."
    ) { call in
        try await call.operations.sessions.end(id: call.text(of: part), by: call.requester)
    }
}
