import CPostgres

extension SQLError {
    /// What a failed result says, by its SQLSTATE (PostgreSQL 15 manual, appendix A).
    init(postgresql result: OpaquePointer, isConnected: Bool) {
        let state = Self.field("C", of: result)
        let message = Self.field("M", of: result)
        let constraint = Self.field("n", of: result)
        switch (state.prefix(2), state) {
        case _ where !isConnected:
            // Without a server to say it, only libpq knows why.
            self = .unavailable(
                "The connection to PostgreSQL is lost: \(oneLine(PQresultErrorMessage(result))).")
        case ("08", _), (_, "57P01"), (_, "57P02"), (_, "57P03"), (_, "57P05"), (_, "25P03"):
            self = .unavailable("The connection to PostgreSQL is lost: \(message).")
        case (_, "25006"):
            self = .unavailable(
                "This PostgreSQL server takes no writes just now: \(message).")
        case (_, "23505"): self = .uniqueViolation(constraint: constraint)
        case (_, "23503"): self = .foreignKeyViolation
        case ("23", _): self = .constraintViolation(message)
        case ("22", _), (_, "54000"): self = .refusedValue(message)
        case (_, "40001"), (_, "40P01"): self = .conflict
        case (_, "55P03"): self = .busy
        case (_, "57014"): self = .timeout
        case ("53", _): self = .unavailable("PostgreSQL has no room left: \(message).")
        default: self = .other(code: Self.number(ofState: state), message: "\(state): \(message)")
        }
    }

    /// A field of an error by its letter (PostgreSQL 15 manual, 55.8), which is how libpq's macros
    /// `PG_DIAG_…` name it.
    private static func field(_ letter: Unicode.Scalar, of result: OpaquePointer) -> String {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) } ?? ""
    }

    /// An SQLSTATE as a number: its five letters and digits are one in base 36.
    private static func number(ofState state: String) -> Int {
        Int(state, radix: 36) ?? 0
    }
}
