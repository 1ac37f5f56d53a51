import ArgusAlerts
import ArgusClient
import ArgusVocabulary

extension AlertGate {
    /// What the readings of a message are: alerts that are let in, and words about the rest.
    struct Sorted {
        var alerts: [Alert] = []
        /// Why something is no alert that a server takes.
        var refused: [String] = []
        /// What is left out by the conventions of the source, and why.
        var leftOut: [String] = []
        /// What is meant to be ignored, and why.
        var ignored: [String] = []
        /// What was mended.
        var repaired: [String] = []
    }

    /// Lets in what passes, and sorts the rest.
    mutating func sort(_ readings: [Reading], receipt: Timestamp) -> Sorted {
        var sorted = Sorted()
        for reading in readings {
            switch reading {
            case .alert(let alert):
                do throws(AlertProblem) {
                    switch try admit(alert, receipt: receipt) {
                    case .taken(let admitted): sorted.alerts.append(admitted)
                    case .leftOut(let reason): sorted.leftOut.append(reason)
                    }
                } catch {
                    sorted.refused.append("\(error)")
                }
            case .ignored(let reason): sorted.ignored.append(reason)
            case .repaired(let reason): sorted.repaired.append(reason)
            case .refused(let reason): sorted.refused.append(reason)
            }
        }
        return sorted
    }
}
