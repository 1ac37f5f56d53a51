import ArgusCore
import ArgusSQL

extension PageRequest {
    /// The condition that holds for the rows of this page and of those after it.
    func beyond(time: SQL, id: SQL) -> SQL {
        switch cursor {
        case nil: "1 = 1"
        case let cursor? where cursor.isBackward:
            "(\(time), \(id)) > (\(cursor.time), \(cursor.id))"
        case let cursor?: "(\(time), \(id)) < (\(cursor.time), \(cursor.id))"
        }
    }

    /// The order in which this page is looked up.
    func order(time: SQL, id: SQL) -> SQL {
        isBackward ? "\(time) ASC, \(id) ASC" : "\(time) DESC, \(id) DESC"
    }
}
