import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// A list of things in a table, with what can be done with each: most rooms look so.
struct ListPage {
    let title: String
    /// What the list is of, in a sentence.
    let text: String
    /// Parts of the room; nothing where it has one only.
    var tabs: [MenuItem] = []
    /// What adds something; nothing for those who may not.
    var buttons: [MenuItem] = []
    /// Which of the things may be shown.
    var choices: [MenuItem] = []
    /// What tells that the list is to be looked at again; nil where nothing does.
    var live: String?
    let columns: [String]
    let rows: [ListRow]
    let isEmpty: Bool
    /// What is said where there is nothing in the list.
    let emptyText: String
    /// Where what comes before stands; nil if the list begins here.
    var previous: String?
    /// Where the list goes on; nil if it ends here.
    var next: String?
    /// Whether there are other pages of it.
    let hasOthers: Bool

    init(
        _ title: String, _ text: String, tabs: [MenuItem] = [], buttons: [MenuItem] = [],
        columns: [String], rows: [[ListCell]], empty: String, previous: String? = nil,
        next: String? = nil
    ) {
        (self.title, self.text, self.tabs, self.buttons) = (title, text, tabs, buttons)
        (self.columns, emptyText) = (columns, empty)
        (self.previous, self.next) = (previous, next)
        hasOthers = previous != nil || next != nil
        self.rows = rows.map { cells in
            ListRow(
                cells: zip(cells, columns).map { cell, column in
                    var cell = cell
                    cell.column = column
                    return cell
                })
        }
        isEmpty = rows.isEmpty
    }
}

/// A row of a list.
struct ListRow {
    let cells: [ListCell]
}

/// What stands in one column of a row: a text, which may lead somewhere, or some links.
struct ListCell {
    /// The column's title, which stands beside it where there is no room for a table.
    var column = ""
    var text = ""
    /// A class: `quiet`, `num`, `good`, `problem`, or nothing.
    var style = ""
    /// Where the text leads; nil if nowhere.
    var path: String?
    var links: [MenuItem] = []

    static func text(_ text: String, style: String = "") -> ListCell {
        ListCell(text: text, style: style)
    }

    static func link(_ text: String, to path: String) -> ListCell {
        ListCell(text: text, path: path)
    }

    static func moment(_ moment: MomentText) -> ListCell {
        ListCell(text: moment.full, style: "num")
    }

    static func actions(_ links: [MenuItem]) -> ListCell {
        ListCell(style: "links", links: links)
    }
}
