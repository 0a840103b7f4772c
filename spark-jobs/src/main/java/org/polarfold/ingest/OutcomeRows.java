package org.polarfold.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.ingest.SiteExport.Origin;
import org.polarfold.store.StoredStudy;
import org.polarfold.store.StudyWriter;

/**
 * One site's outcomes as rows, its receipt last; reads while it is read from, and writes every
 * study as it comes. A fault of the site's export ends in a row that tells it, so that it stops no
 * other site.
 */
final class OutcomeRows implements Iterator<Row>, Closeable {

  private final TaskContext task;
  private final SiteFolder folder;
  private final ExportContent content;
  private final Queue<Row> ready = new ArrayDeque<>();
  private @Nullable SiteExport export;
  private @Nullable SiteRecords records;
  private @Nullable StudyWriter studies;
  private boolean ended;

  private OutcomeRows(TaskContext task, SiteFolder folder) {
    this.task = task;
    this.folder = folder;
    this.content = new ExportContent(Path.of(folder.path()));
  }

  /**
   * Reads a site's folder in a task of Spark's, which closes the files when it ends.
   *
   * @param target folder of the site's studies
   */
  static OutcomeRows of(
      SiteFolder folder, Pseudonyms pseudonyms, String target, Configuration hadoop) {
    TaskContext task = TaskContext.get();
    OutcomeRows rows = new OutcomeRows(task, folder);
    TaskCompletionListener closing =
        context -> {
          try {
            rows.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    task.addTaskCompletionListener(closing);
    try {
      rows.open(pseudonyms, target, hadoop);
    } catch (UserException fault) {
      rows.fail(fault);
    }
    return rows;
  }

  private void open(Pseudonyms pseudonyms, String target, Configuration hadoop) {
    requireUnchanged();
    SiteExport read = SiteConf.read(Path.of(folder.path()));
    export = read;
    records = new SiteRecords(read, pseudonyms);
    studies = StudyWriter.create(target, hadoop);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      if (task.isInterrupted()) {
        // Another site's task could not write: nothing of this one would be kept.
        throw new TaskKilledException("the ingest has ended");
      }
      try {
        readOn();
      } catch (UserException fault) {
        fail(fault);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void readOn() {
    SiteRecords open = java.util.Objects.requireNonNull(records);
    StudyWriter writer = java.util.Objects.requireNonNull(studies);
    if (open.hasNext()) {
      IngestOutcome outcome = open.next();
      if (outcome instanceof Accepted accepted) {
        StoredStudy stored = StoredStudy.of(accepted.study(), simulated());
        writer.write(stored);
        ready.add(OutcomeCodec.accepted(accepted, stored));
      } else {
        ready.add(OutcomeCodec.rejected(folder.site(), (Rejected) outcome));
      }
      return;
    }
    requireUnchanged();
    writer.close();
    studies = null;
    ready.add(OutcomeCodec.receipt(folder.site(), open.received()));
    ended = true;
  }

  private boolean simulated() {
    return java.util.Objects.requireNonNull(export).origin() == Origin.SIMULATED;
  }

  /** What was read must be what was digested, to the last byte of the last file. */
  private void requireUnchanged() {
    if (!content.state().equals(folder.state())) {
      throw new UserException(
          "Cannot read a site's export: "
              + folder.path()
              + " (expected files that stay as they are while they are read)");
    }
  }

  private void fail(UserException fault) {
    ended = true;
    if (studies != null) {
      studies.abandon();
      studies = null;
    }
    ready.add(OutcomeCodec.failure(folder.site(), String.valueOf(fault.getMessage())));
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
    }
    if (studies != null) {
      studies.abandon();
    }
  }
}
