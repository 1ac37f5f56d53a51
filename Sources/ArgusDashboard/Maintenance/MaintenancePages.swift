import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/plannedmaintenance/`: when nobody is to be notified of what.
///
/// Everybody may look, the staff plans.
enum MaintenancePages {
    static let pages = [
        list("/plannedmaintenance/", .upcoming), list("/plannedmaintenance/upcoming/", .upcoming),
        list("/plannedmaintenance/past/", .past), create, show, update, cancel, delete,
    ]

    static let path = "/plannedmaintenance/"

    private static func list(_ path: Path, _ part: MaintenanceList.Part) -> WebPage {
        WebPage(path, access: .own) { call in
            let tasks = try await call.operations.plannedMaintenance.list()
            let mayPlan = try call.requester.may(.planMaintenance)
            let list = MaintenanceList(part, mayPlan: mayPlan, try await call.moments)
            return try await call.page("list-page", list.page(of: tasks), in: .maintenance)
        }
    }

    private static let show = WebPage("/plannedmaintenance/:pk/", access: .own) { call in
        let detailed = try await call.operations.plannedMaintenance.find(call.id())
        let moments = try await call.moments
        let preview = try await IncidentPreview(
            openOf: detailed.filters, saying: "It covers", call.operations, moments)
        let page = MaintenancePage(
            detailed, preview, mayPlan: try call.requester.may(.planMaintenance), moments)
        return try await call.page("maintenance", page, in: .maintenance)
    }

    private static let create = WebPage(
        "/plannedmaintenance/create/", access: .changing(.staff), form: MaintenanceForm.form,
        show: { call, entry in
            try call.requester.check(.planMaintenance)
            var template: DetailedMaintenance?
            if let pk = call.query.value("copy_from").flatMap({ primaryKey($0) }) {
                template = try await call.operations.plannedMaintenance.find(Identifier(pk))
            }
            return try await form(
                call, entry, template, isNew: true, "Plan maintenance", to: "\(path)create/")
        }
    ) { call, said in
        let change = try said.change(try await call.moments)
        return try await call.making(
            leadingTo: { "\(path)\($0.task.id)/" }, saying: "It was planned."
        ) { once in
            try await call.operations.plannedMaintenance.create(
                startTime: change.startTime, endTime: change.endTime ?? .infinity,
                description: change.description ?? "", filters: change.filters ?? [],
                recurrence: change.recurrence??.recurrence(),
                notices: change.notices.merged(into: MaintenanceNotices()),
                by: call.requester, once: once)
        }
    }

    private static let update = WebPage(
        "/plannedmaintenance/:pk/update/", access: .changing(.staff), form: MaintenanceForm.form,
        show: { call, entry in
            try call.requester.check(.planMaintenance)
            let detailed = try await call.operations.plannedMaintenance.find(call.id())
            return try await form(
                call, entry, detailed, isNew: false, "Change planned maintenance",
                to: "\(path)\(detailed.task.id)/update/")
        }
    ) { call, said in
        let moments = try await call.moments
        let id: PlannedMaintenance.ID = try call.id()
        let old = try await call.operations.plannedMaintenance.find(id).task
        let change = try said.change(moments, of: old)
        _ = try await call.operations.plannedMaintenance.change(id, change, by: call.requester)
        return call.leading(to: "\(path)\(id)/", saying: "It was changed.")
    }

    private static func form(
        _ call: Call, _ entry: FormEntry, _ detailed: DetailedMaintenance?, isNew: Bool,
        _ title: String, to action: String
    ) async throws -> Reply {
        let moments = try await call.moments
        let filters = try await call.operations.filters.listAll(by: call.requester)
        let form = MaintenanceForm(entry, detailed, isNew: isNew, filters, moments)
        let chosen = filters.map(\.filter).filter { form.chosen.contains("\($0.id)") }
        let preview =
            chosen.isEmpty
            ? nil
            : try await IncidentPreview(
                openOf: chosen, saying: "It covers", call.operations, moments)
        let page = FormPage(
            title: title,
            text:
                "While it lasts, nobody is notified of incidents that all of its filters describe.",
            parent: MenuItem("Maintenance", path), form: form.pageForm(to: action),
            preview: preview)
        return try await call.page("form-page", page, in: .maintenance)
    }

    private static let cancel = WebPage(
        button: "/plannedmaintenance/:pk/cancel/", access: .changing(.staff)
    ) { call in
        let id: PlannedMaintenance.ID = try call.id()
        try await call.operations.plannedMaintenance.stop(id, by: call.requester)
        return call.leading(to: "\(path)\(id)/", saying: "It ended now.")
    }

    private static let delete = WebPage(
        button: "/plannedmaintenance/:pk/delete/", access: .changing(.staff)
    ) { call in
        try await call.operations.plannedMaintenance.delete(call.id(), by: call.requester)
        return call.leading(to: path, saying: "It was deleted.")
    }
}
