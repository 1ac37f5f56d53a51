import ArgusCore
import ArgusHTTP
import ArgusOperations

extension Call {
    /// Shows a page: a template with the values that belong into it, in a frame for who asks.
    func page(_ template: String, _ page: Any, in room: Room? = nil) async throws -> Reply {
        try self.page(template, page, in: room, as: await preferences)
    }

    /// Shows a page as somebody likes it; it says what was done where one comes from, unless there is
    /// something else to say.
    func page(
        _ template: String, _ page: Any, in room: Room? = nil, as liked: DashboardPreferences,
        saying text: String? = nil
    ) throws -> Reply {
        let visitor = asker.flatMap { asker in
            asker.account.map {
                Visitor($0, in: room, asking: asker, of: site)
            }
        }
        let frame = PageFrame(
            page, of: site, liked, visitor: visitor, message: text ?? message,
            token: formToken)
        var reply = try Reply(template, frame)
        if message != nil { reply.headers.append(messageSaid) }
        return reply
    }

    /// How who asks likes the pages to be.
    var preferences: DashboardPreferences {
        get async throws {
            guard let asker, asker.account != nil else { return DashboardPreferences() }
            return DashboardPreferences(
                json: try await operations.preferences.find(
                    DashboardPreferences.namespace, by: asker))
        }
    }

    /// How moments are written for who asks.
    var moments: MomentFormat {
        get async throws {
            let preferences = try await preferences
            return MomentFormat(
                preferences.dateFormat, in: preferences.zone ?? site.zone, now: operations.clock())
        }
    }
}
