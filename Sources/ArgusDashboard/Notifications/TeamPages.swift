import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary

/// `/notifications/teams/`: who is on call.
///
/// Everybody may look, the staff says who is in them, and whoever is in one says who steps in.
enum TeamPages {
    static let pages = [list, show, create, update, delete, stepIn, stepOut]

    private static let tab = NotificationTabs.teams

    private static let list = WebPage("/notifications/teams/", access: .own) { call in
        let teams = try await call.operations.teams.list()
        let mayAdminister = try call.requester.may(.administerTeams)
        let moments = try await call.moments
        let page = ListPage(
            "Teams", "Who is on call. A profile may have whoever that is told.", tabs: tab.links,
            buttons: mayAdminister ? [MenuItem("Add a team", "\(tab.rawValue)create/")] : [],
            columns: ["Name", "On call now", "Next", "Members", ""],
            rows: teams.map { row($0, mayAdminister, moments) }, empty: "There are none.")
        return try await call.page("list-page", page, in: .notifications)
    }

    private static func row(
        _ detailed: DetailedTeam, _ mayAdminister: Bool, _ moments: MomentFormat
    ) -> [ListCell] {
        let one = "\(tab.rawValue)\(detailed.team.id)/"
        let links = [MenuItem("Change", "\(one)update/"), MenuItem("Delete", "\(one)delete/")]
        return [
            .link(detailed.team.name, to: one), .text(detailed.nowText),
            .text(detailed.nextText(moments)),
            .text(detailed.team.members.map(detailed.name).joined(separator: ", ")),
            .actions(mayAdminister ? links : []),
        ]
    }

    private static let show = WebPage("/notifications/teams/:pk/", access: .own) { call in
        let detailed = try await call.operations.teams.find(call.id())
        let (requester, moments) = (try call.requester, try await call.moments)
        let one = "\(tab.rawValue)\(detailed.team.id)/"
        let mayOverride = detailed.team.mayOverride(requester)
        let change =
            requester.may(.administerTeams) ? [MenuItem("Change", "\(one)update/")] : []
        let left = detailed.team.overrides.filter { $0.end > moments.now }
        let next = detailed.nextText(moments)
        let page = ListPage(
            detailed.team.name,
            "On call now: \(detailed.nowText). "
                + (next.isEmpty ? "Nobody else is next." : "Next: \(next).")
                + " Below is who steps in for whoever's turn it is.",
            tabs: tab.links,
            buttons: (mayOverride ? [MenuItem("Step in", "\(one)overrides/create/")] : [])
                + change,
            columns: ["Who", "From", "Until", ""],
            rows: left.map { override in
                [
                    .text(detailed.described(override.user)),
                    .moment(moments.text(override.start)), .moment(moments.text(override.end)),
                    .actions(
                        mayOverride
                            ? [MenuItem("Take back", "\(one)overrides/\(override.id)/delete/")]
                            : []),
                ]
            }, empty: "Nobody steps in.")
        return try await call.page("list-page", page, in: .notifications)
    }

    private static let create = WebPage(
        "/notifications/teams/create/", access: .changing(.staff), form: TeamForm.form,
        show: { call, entry in
            try call.requester.check(.administerTeams)
            return try await form(call, entry, nil, "Add a team", to: "\(tab.rawValue)create/")
        }
    ) { call, said in
        let change = try said.change(try await call.operations.accounts.list())
        return try await call.making(
            leadingTo: { _ in tab.rawValue }, saying: "The team was added."
        ) { once in
            try await call.operations.teams.create(change, by: call.requester, once: once)
        }
    }

    private static let update = WebPage(
        "/notifications/teams/:pk/update/", access: .changing(.staff), form: TeamForm.form,
        show: { call, entry in
            try call.requester.check(.administerTeams)
            let team = try await call.operations.teams.find(call.id())
            return try await form(
                call, entry, team, "Change a team", to: "\(tab.rawValue)\(team.team.id)/update/")
        }
    ) { call, said in
        let change = try said.change(try await call.operations.accounts.list())
        _ = try await call.operations.teams.change(call.id(), change, by: call.requester)
        return call.leading(to: tab.rawValue, saying: "The team was changed.")
    }

    private static func form(
        _ call: Call, _ entry: FormEntry, _ team: DetailedTeam?, _ title: String,
        to action: String
    ) async throws -> Reply {
        let page = FormPage(
            title: title,
            text: "Each takes a week. Whose account is not active is skipped. "
                + (team == nil
                    ? "It is the first one's turn from now on."
                    : "Whoever is on call stays so until the next hand-over."),
            parent: tab.parent,
            form: TeamForm(entry, team, zone: call.site.zone).pageForm(to: action))
        return try await call.page("form-page", page, in: .notifications)
    }

    private static let delete = ConfirmPage.page(
        "/notifications/teams/:pk/delete/", access: .changing(.staff), in: .notifications,
        parent: tab.parent,
        describe: { call in
            try call.requester.check(.administerTeams)
            let name = try await call.operations.teams.find(call.id()).team.name
            return ("Delete the team \(name)?", "A team that somebody's profile names stays.")
        }, "Delete it", saying: "The team was deleted."
    ) { call in
        try await call.operations.teams.delete(call.id(), by: call.requester)
    }

    private static let stepIn = WebPage(
        "/notifications/teams/:pk/overrides/create/", form: OverrideForm.form,
        show: { call, entry in
            let detailed = try await call.operations.teams.find(call.id())
            guard detailed.team.mayOverride(try call.requester) else {
                throw Refusal.noPermission
            }
            let one = "\(tab.rawValue)\(detailed.team.id)/"
            let users = try await call.operations.accounts.list().filter(\.isActive)
            let form = OverrideForm(entry, users: users, zone: try await call.moments.zone)
            let page = FormPage(
                title: "Step in", text: "Somebody is on call in \(detailed.team.name) instead.",
                parent: MenuItem(detailed.team.name, one),
                form: form.pageForm(to: "\(one)overrides/create/", back: one))
            return try await call.page("form-page", page, in: .notifications)
        }
    ) { call, said in
        let id: Team.ID = try call.id()
        let new = try said.override(try await call.moments)
        return try await call.making(
            leadingTo: { _ in "\(tab.rawValue)\(id)/" }, saying: "It was kept."
        ) { once in
            try await call.operations.teams.override(id, new, by: call.requester, once: once)
        }
    }

    private static let key = PathPart("override", .id, "The primary key of an override.")

    private static let stepOut = ConfirmPage.page(
        "/notifications/teams/:pk/overrides/\(key)/delete/", in: .notifications,
        parent: tab.parent,
        describe: { call in
            let detailed = try await call.operations.teams.find(call.id())
            let id: TeamOverride.ID = try call.id(key)
            guard let override = detailed.team.overrides.first(where: { $0.id == id }) else {
                throw Refusal.noSuch(.override)
            }
            return (
                "Take it back?",
                "\(detailed.name(of: override.user)) steps in for nobody in "
                    + "\(detailed.team.name) then."
            )
        }, "Take it back", saying: "It was taken back."
    ) { call in
        try await call.operations.teams.delete(call.id(key), of: call.id(), by: call.requester)
    }
}

extension DetailedTeam {
    /// Who is on call, and who is skipped.
    fileprivate var nowText: String {
        let now = onCall.user.map { name(of: $0) } ?? "nobody"
        let skipped = onCall.skipped.map { name(of: $0) }.joined(separator: ", ")
        return skipped.isEmpty ? now : "\(now) (\(skipped) is skipped: not active)"
    }

    /// Who is next, and from when on.
    fileprivate func nextText(_ moments: MomentFormat) -> String {
        guard let next else { return "" }
        let person = next.user.map { name(of: $0) } ?? "nobody"
        return "\(person) from \(moments.text(next.from).full)"
    }

    /// What somebody is called, and whether they are skipped.
    fileprivate func described(_ user: User.ID) -> String {
        users[user]?.isActive == true ? name(of: user) : "\(name(of: user)) (skipped: not active)"
    }
}
