"""One contender of training.ts: an epoch of Keras's fit for each line on standard input. Arguments: batch size, rows."""

import json
import resource
import sys
import time

import keras
import numpy as np
from keras import layers

LABEL_COUNT = 4
batch_size, row_count = int(sys.argv[1]), int(sys.argv[2])

random = np.random.default_rng(1)
rows = random.normal(size=(row_count, 58, 1)).astype("float32")
truths = keras.utils.to_categorical(random.integers(LABEL_COUNT, size=row_count), LABEL_COUNT)


def convolution(filters):
    return layers.Conv1D(filters, 6, padding="same", activation="relu")


def averages():
    return layers.AveragePooling1D(4, strides=2, padding="same")


model = keras.Sequential(
    [
        keras.Input((58, 1)),
        convolution(256),
        averages(),
        convolution(128),
        averages(),
        convolution(128),
        averages(),
        layers.Dropout(0.2),
        convolution(64),
        layers.MaxPooling1D(4, strides=2, padding="same"),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(LABEL_COUNT, activation="softmax"),
    ]
)
model.compile(keras.optimizers.Adam(1e-3), "categorical_crossentropy", metrics=["accuracy"])

for _ in sys.stdin:
    start, cpu_at_start = time.perf_counter(), time.process_time()
    model.fit(rows, truths, batch_size=batch_size, epochs=1, verbose=0)
    seconds = time.perf_counter() - start
    cpu = 1000 * (time.process_time() - cpu_at_start) / row_count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"rowCount": row_count, "samplesPerSecond": row_count / seconds, "cpuMilliseconds": cpu, "peakMegabytes": peak}
    print(json.dumps(told), flush=True)
