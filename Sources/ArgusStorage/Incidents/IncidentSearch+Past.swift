import ArgusCore
import ArgusSQL
import ArgusVocabulary

extension IncidentSearch {
    /// The table `incident` as it was at the moment of the search, as far as the logs tell.
    ///
    /// They tell what had begun, whether it was open, acknowledged, and of which level. The rest is as
    /// it is.
    ///
    /// What the log has no moment for, such as how long an acknowledgement was to hold before that
    /// was changed, cannot be told.
    var pastIncidents: SQL {
        """
        (
            SELECT then_known.*,
                2 * (5 - level) + CASE WHEN acked_until IS NULL THEN 1 ELSE 0 END AS urgency
            FROM (
                SELECT was.id, was.start_time, \(endThen) AS end_time, 1 AS is_open, was.source_id,
                    was.source_incident_id, \(detailsThen), was.tags,
                    \(ackedThen) AS acked_until, was.search_text\(tagList)
                FROM incident AS was
                WHERE was.start_time <= \(now) AND \(mayBeOpen)
            ) AS then_known
        ) AS incident
        """
    }

    /// The details as they are, but for the level.
    private var detailsThen: SQL {
        let columns = IncidentMember.all.map { member -> SQL in
            member == .level ? "\(levelThen) AS level" : SQL(unsafe: "was.\(member.name)")
        }
        return SQL(columns, joined: ", ")
    }

    private var tagList: SQL { connection.dialect == .postgresql ? ", was.tag_list" : "" }

    /// What has ended by now had ended then, or ended since.
    private var mayBeOpen: SQL {
        guard filter.wantsOpen else { return "1 = 1" }
        return """
            (was.is_open = 1
                OR (was.end_time < 9223372036854775807 AND was.end_time > \(now)))
            """
    }

    /// No end where the last that the log says by then is that it began, or began again.
    private var endThen: SQL {
        """
        CASE
            WHEN was.end_time IS NULL OR was.end_time <= \(now) THEN was.end_time
            ELSE coalesce((
                SELECT CASE WHEN type IN ('END', 'CLO') THEN timestamp END
                FROM event
                WHERE incident_id = was.id AND timestamp <= \(now)
                    AND type IN ('END', 'CLO', 'RES', 'REO')
                ORDER BY timestamp DESC, id DESC
                LIMIT 1
            ), \(Timestamp.infinity))
        END
        """
    }

    /// The old level that the first change after that moment names (see `ChangeLog`).
    private var levelThen: SQL {
        """
        coalesce((
            SELECT CASE substr(description, 18, 1)
                WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 ELSE 5
            END
            FROM event
            WHERE incident_id = was.id AND timestamp > \(now) AND type = 'CHI'
                AND substr(description, 1, 17) = 'Change: "level": '
                AND substr(description, 18, 1) IN ('1', '2', '3', '4', '5')
            ORDER BY timestamp, id
            LIMIT 1
        ), was.level)
        """
    }

    /// The longest of the acknowledgements that held then.
    private var ackedThen: SQL {
        """
        (
            SELECT max(coalesce(expiration, \(Timestamp.infinity)))
            FROM acknowledgement
            JOIN event ON event.id = acknowledgement.event_id
            WHERE acknowledgement.incident_id = was.id AND event.timestamp <= \(now)
                AND coalesce(expiration, \(Timestamp.infinity)) > \(now)
        )
        """
    }
}

extension IncidentFilter {
    /// Whether only what is open can pass.
    var wantsOpen: Bool {
        switch self {
        case .open(true): true
        case .all(let parts): parts.contains(where: \.wantsOpen)
        default: false
        }
    }
}
