import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The list of incidents, ready to print.
struct IncidentListPage {
    let title: String
    let query: String
    let search: String
    /// Where its forms lead back to.
    let back: String
    let token: String
    let key: String
    let canAct: Bool
    let problems: [ListProblem]
    let hints: [String]
    let undo: Undo?
    /// What was said about many of them already, but not done; nil if nothing was.
    let said: SaidOfMany?
    /// Where a script is told what changes in the list; nil where nothing does.
    let live: String?
    /// Where it asks for rows.
    let rowsPath: String
    /// The last change that the page has.
    let seen: String

    let filterName: String
    let filters: [Choice]
    let own: OwnFilter?
    let canSave: Bool
    let momentName: String
    let momentTyped: String
    let isPast: Bool
    let moment: MomentText
    let nowLink: String
    let windows: [Choice]
    let groupName: String
    let groupings: [Choice]
    let columnLinks: [Choice]
    let columnNames: String
    let plain: PlainFilter
    let searchFields: [HiddenField]
    let momentFields: [HiddenField]
    let groupFields: [HiddenField]
    let columnFields: [HiddenField]
    let plainFields: [HiddenField]

    let levels: [LevelCount]
    let states: [Choice]
    /// What was counted; nil if a script is to ask for it, or who has none follows a link.
    let facets: ListFacets?
    let facetsPath: String
    let facetsLink: String
    let news: News?
    let total: String
    let canActOnAll: Bool
    let sections: [Section]
    let columns: [Heading]
    let isEmpty: Bool
    let emptyText: String
    let shown: String
    let orderText: String
    let usualOrder: String?
    let sizes: [Choice]
    let newer: String?
    let older: String?

    /// Something to choose, and what the list is like then.
    struct Choice {
        let label: String
        let href: String
        var isOn = false
        var count = ""
    }

    /// How many are of a level.
    struct LevelCount {
        let style: String
        let word: String
        let count: String
        let href: String
        let isOn: Bool
    }

    /// The chosen filter, if it is one's own.
    struct OwnFilter {
        let name: String
        let save: String
        let delete: String
    }

    /// What was done a moment ago.
    struct Undo {
        let key: String
    }

    /// What became different since somebody last looked.
    struct News {
        let since: String
        let kinds: [Choice]
    }

    /// The head of a column.
    struct Heading {
        let style: String
        let title: String
        let mark: String
        let href: String?
        let sorted: String?
    }

    /// Some rows that stand together; all of them, unless the list is grouped.
    struct Section {
        /// Whether there is a line above them; nil if not.
        var title: Bool?
        var name = ""
        var style = ""
        var word = ""
        var count = ""
        var unacked = 0
        /// Where there are more of them; nil if these are all.
        var href: String?
        let rows: String
        let hasRows: Bool
    }
}
