import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Planned maintenance that goes on or is to come, or that is over.
struct MaintenanceList {
    private let part: Part
    private let mayPlan: Bool
    private let moments: MomentFormat

    enum Part { case upcoming, past }

    init(_ part: Part, mayPlan: Bool, _ moments: MomentFormat) {
        (self.part, self.mayPlan, self.moments) = (part, mayPlan, moments)
    }

    /// The list, what comes first on top; of what is over the last first.
    func page(of tasks: [DetailedMaintenance]) -> ListPage {
        let isOver = { (task: PlannedMaintenance) in task.endTime <= moments.now }
        let shown = tasks.filter { isOver($0.task) == (part == .past) }.sorted {
            part == .past
                ? $0.task.endTime > $1.task.endTime : $0.task.startTime < $1.task.startTime
        }
        return ListPage(
            "Planned maintenance",
            "While it lasts, nobody is notified of the incidents that its filters describe.",
            tabs: [
                MenuItem("Upcoming", "/plannedmaintenance/", isCurrent: part == .upcoming),
                MenuItem("Past", "/plannedmaintenance/past/", isCurrent: part == .past),
            ],
            buttons: mayPlan ? [MenuItem("Plan maintenance", "/plannedmaintenance/create/")] : [],
            columns: ["Status", "Start", "End", "What is done", "Filters", "Planned by", ""],
            rows: shown.map(row),
            empty: part == .past ? "Nothing is over yet." : "Nothing is planned.")
    }

    private func row(_ detailed: DetailedMaintenance) -> [ListCell] {
        let task = detailed.task
        let path = "/plannedmaintenance/\(task.id)/"
        let status = MaintenanceStatus(task, now: moments.now)
        let description = task.description.isEmpty ? "(nothing said)" : task.description
        return [
            .text(status.word, style: status == .ongoing ? "good" : ""),
            .moment(moments.text(task.startTime)), .moment(moments.text(task.endTime)),
            .link(description, to: path),
            .text(detailed.filters.map(\.name).joined(separator: ", ")), .text(task.creatorName),
            .actions(mayPlan ? actions(task, status) : []),
        ]
    }

    private func actions(_ task: PlannedMaintenance, _ status: MaintenanceStatus) -> [MenuItem] {
        let change = MenuItem("Change", "/plannedmaintenance/\(task.id)/update/")
        let copy = MenuItem("Copy", "/plannedmaintenance/create/?copy_from=\(task.id)")
        return status == .over ? [copy] : [change, copy]
    }
}

/// How far planned maintenance is.
enum MaintenanceStatus {
    case scheduled, ongoing, over

    init(_ task: PlannedMaintenance, now: Timestamp) {
        self = task.endTime <= now ? .over : task.startTime > now ? .scheduled : .ongoing
    }

    var word: String {
        switch self {
        case .scheduled: "Scheduled"
        case .ongoing: "Ongoing"
        case .over: "Completed"
        }
    }
}

/// One planned maintenance, with what it covers and what can be done with it.
struct MaintenancePage {
    let title: String
    let status: String
    let start: MomentText
    let end: MomentText
    let creator: String
    let filters: String
    let preview: IncidentPreview
    let links: [MenuItem]
    /// What is done at the press of a button.
    let buttons: [MenuItem]

    init(
        _ detailed: DetailedMaintenance, _ preview: IncidentPreview, mayPlan: Bool,
        _ moments: MomentFormat
    ) {
        let task = detailed.task
        let status = MaintenanceStatus(task, now: moments.now)
        title = task.description.isEmpty ? "Planned maintenance" : task.description
        (self.status, self.preview, creator) = (status.word, preview, task.creatorName)
        (start, end) = (moments.text(task.startTime), moments.text(task.endTime))
        filters = detailed.filters.map(\.name).joined(separator: ", ")
        let path = "/plannedmaintenance/\(task.id)/"
        let copy = MenuItem("Copy", "/plannedmaintenance/create/?copy_from=\(task.id)")
        let change = MenuItem("Change", "\(path)update/")
        links = !mayPlan ? [] : status == .over ? [copy] : [change, copy]
        switch status {
        case _ where !mayPlan: buttons = []
        case .scheduled: buttons = [MenuItem("Delete", "\(path)delete/")]
        case .ongoing: buttons = [MenuItem("End it now", "\(path)cancel/")]
        case .over: buttons = []
        }
    }
}
