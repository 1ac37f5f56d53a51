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
        let windows = tasks.map { (detailed: $0, window: $0.task.windows.window(at: moments.now)) }
        let shown = windows.filter { ($0.window.end <= moments.now) == (part == .past) }.sorted {
            part == .past ? $0.window.end > $1.window.end : $0.window.start < $1.window.start
        }.map(\.detailed)
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
        let window = task.windows.window(at: moments.now)
        let status = MaintenanceStatus(window, now: moments.now)
        let said = task.description.isEmpty ? "(nothing said)" : task.description
        let description = task.recurrence.map { "\(said) (\($0.rule.words))" } ?? said
        return [
            .text(status.word, style: status == .ongoing ? "good" : ""),
            .moment(moments.text(window.start)), .moment(moments.text(window.end)),
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

/// How far planned maintenance is: its window, or the one that goes on or comes next.
enum MaintenanceStatus {
    case scheduled, ongoing, over

    init(_ window: MaintenanceWindow, now: Timestamp) {
        self = window.end <= now ? .over : window.start > now ? .scheduled : .ongoing
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
    /// When it comes again; nil if it does not.
    let recurrence: String?
    /// What is told of it; nil if nothing is.
    let notices: String?
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
        let window = task.windows.window(at: moments.now)
        let status = MaintenanceStatus(window, now: moments.now)
        title = task.description.isEmpty ? "Planned maintenance" : task.description
        (self.status, self.preview, creator) = (status.word, preview, task.creatorName)
        (start, end) = (moments.text(window.start), moments.text(window.end))
        recurrence = task.recurrence.map { "\($0.rule.words), in \($0.zone.name)" }
        notices = task.notices.text
        filters = detailed.filters.map(\.name).joined(separator: ", ")
        let path = "/plannedmaintenance/\(task.id)/"
        let copy = MenuItem("Copy", "/plannedmaintenance/create/?copy_from=\(task.id)")
        let change = MenuItem("Change", "\(path)update/")
        links = !mayPlan ? [] : status == .over ? [copy] : [change, copy]
        switch status {
        case _ where !mayPlan: buttons = []
        case .scheduled where task.startTime <= moments.now:
            buttons = [MenuItem("End it for good", "\(path)cancel/")]
        case .scheduled: buttons = [MenuItem("Delete", "\(path)delete/")]
        case .ongoing: buttons = [MenuItem("End it now", "\(path)cancel/")]
        case .over: buttons = []
        }
    }
}

extension MaintenanceNotices {
    /// What is told, in words; nil if nothing is.
    fileprivate var text: String? {
        let warns = warning.map { "\($0.components.seconds / 60) minutes before its end" }
        let tells = tellsOfOpen ? "at its end" : nil
        let moments = [warns, tells].compactMap { $0 }
        return moments.isEmpty ? nil : "What is open, \(moments.joined(separator: " and "))"
    }
}
