import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/notifications/`: of what, when and where somebody wants to be notified; everybody's own.
enum ProfilePages {
    static let pages = [list, create, update, delete]

    private static let path = "/notifications/profiles/"
    private static let tab = NotificationTabs.profiles

    private static let list = WebPage("/notifications/", access: .own) { call in
        let profiles = try await call.operations.notificationProfiles.list(of: call.requester)
        let (mayAct, moments) = (try call.requester.may(.act), try await call.moments)
        let page = ListPage(
            "Notification profiles", "Of which incidents you are told, when, and where.",
            tabs: tab.links,
            buttons: mayAct ? [MenuItem("Add a profile", "\(path)create/")] : [],
            columns: ["Name", "Active", "Timeslot", "Filters", "Destinations", ""],
            rows: profiles.map { row($0, moments, mayAct: mayAct) },
            empty: "You are told of nothing.")
        return try await call.page("list-page", page, in: .notifications)
    }

    private static func row(
        _ detailed: DetailedProfile, _ moments: MomentFormat, mayAct: Bool
    ) -> [ListCell] {
        let profile = detailed.profile
        let one = "\(path)\(profile.id)/"
        return [
            mayAct
                ? .link(detailed.displayName, to: "\(one)update/") : .text(detailed.displayName),
            state(of: profile, moments),
            .text(detailed.timeslot.name),
            .text(detailed.filters.map(\.name).joined(separator: " and ")),
            .text(places(of: detailed)),
            .actions(
                mayAct
                    ? [MenuItem("Change", "\(one)update/"), MenuItem("Delete", "\(one)delete/")]
                    : []),
        ]
    }

    private static func state(
        of profile: NotificationProfile, _ moments: MomentFormat
    ) -> ListCell {
        guard profile.isActive else { return .text("off", style: "quiet") }
        guard let pause = profile.rules.pausedUntil, profile.rules.isPaused(at: moments.now) else {
            return .text("active", style: "good")
        }
        let end = pause == .infinity ? "" : " until \(moments.text(pause).full)"
        return .text("paused\(end)", style: "quiet")
    }

    private static func places(of detailed: DetailedProfile) -> String {
        let rules = detailed.profile.rules
        var names = detailed.destinations.map { $0.label ?? $0.suggestedLabel }
        if !rules.teams.isEmpty { names.append("whoever is on call") }
        let levels = rules.escalation.count
        if levels > 0 { names.append("escalation in \(levels) level\(levels == 1 ? "" : "s")") }
        return names.isEmpty ? "nowhere" : names.joined(separator: ", ")
    }

    private static let create = WebPage(
        "/notifications/profiles/create/", form: ProfileForm.form,
        show: { call, entry in
            try call.requester.check(.act)
            return try await form(call, entry, nil, "Add a profile", to: "\(path)create/")
        }
    ) { call, said in
        let change = try said.change(try await call.moments)
        return try await call.making(
            leadingTo: { _ in tab.rawValue }, saying: "The profile was added."
        ) { once in
            try await besideFields {
                try await call.operations.notificationProfiles.create(
                    change, by: call.requester, once: once)
            }
        }
    }

    private static let update = WebPage(
        "/notifications/profiles/:pk/update/", form: ProfileForm.form,
        show: { call, entry in
            let profile = try await call.operations.notificationProfiles.find(
                call.id(), of: call.requester)
            return try await form(
                call, entry, profile, "Change a profile",
                to: "\(path)\(profile.profile.id)/update/")
        }
    ) { call, said in
        let profiles = call.operations.notificationProfiles
        let old = try await profiles.find(call.id(), of: call.requester).profile
        let change = try said.change(try await call.moments, of: old.rules)
        _ = try await besideFields {
            try await profiles.change(old.id, change, by: call.requester)
        }
        return call.leading(to: tab.rawValue, saying: "The profile was changed.")
    }

    /// Has what is wrong with rules be said beside their fields, which are among the form's own.
    private static func besideFields<Made>(_ make: () async throws -> Made) async throws -> Made {
        do {
            return try await make()
        } catch let refusal as Refusal {
            throw refusal.lifted(outOf: "rules")
        }
    }

    private static func form(
        _ call: Call, _ entry: FormEntry, _ profile: DetailedProfile?, _ title: String,
        to action: String
    ) async throws -> Reply {
        let (operations, requester) = (call.operations, try call.requester)
        let timeslots = try await operations.timeslots.list(of: requester)
        let filters = try await operations.filters.list(for: requester)
        let form = ProfileForm(
            entry, profile, timeslots: timeslots, filters: filters,
            destinations: try await operations.destinations.list(of: requester),
            teams: try await operations.teams.list().map(\.team), try await call.moments)
        let preview = try await ProfilePreview(
            filters: filters.filter { form.filters.contains("\($0.id)") },
            timeslot: timeslots.first { "\($0.id)" == form.timeslot },
            try await operations.holidays.find(of: requester).calendar,
            operations, try await call.moments)
        let page = FormPage(
            title: title,
            text: "You are told of what all of the filters describe, while the timeslot lasts.",
            parent: tab.parent, form: form.pageForm(to: action), preview: preview.incidents,
            messages: try await MessagePreview(entry, of: profile?.profile, call))
        return try await call.page("form-page", page, in: .notifications)
    }

    private static let delete = ConfirmPage.page(
        "/notifications/profiles/:pk/delete/", in: .notifications, parent: tab.parent,
        describe: { call in
            let name = try await call.operations.notificationProfiles.find(
                call.id(), of: call.requester
            ).displayName
            return ("Delete the profile \(name)?", "You are told of nothing by it any more.")
        }, "Delete it", saying: "The profile was deleted."
    ) { call in
        try await call.operations.notificationProfiles.delete(call.id(), by: call.requester)
    }
}
