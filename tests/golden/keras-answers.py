"""Asks Keras. `step FOLDER`: losses and gradients of the seed network; `predict FILE ROWS`: probabilities of a model that
the studio wrote; `tune FILE ROWS SAVED`: trains such a model for an epoch and saves it; `make FOLDER`: small models for the studio to read."""

import base64
import gzip
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

VERSIONS = {"keras": keras.__version__, "tensorflow": tf.__version__}


def step(folder):
    """Six steps of Adam from seed.keras; its dropout masks are given, so that both sides drop the same values."""
    model = keras.models.load_model(f"{folder}/seed.keras")
    rows, truths = np.load(f"{folder}/rows.npy"), np.load(f"{folder}/truths.npy").astype(int)
    uniform = iter([])
    optimizer = keras.optimizers.Adam(1e-3)
    losses, first = [], None
    for at in range(0, len(rows), 32):
        uniform = iter([np.load(f"{folder}/uniform-{index}.npy") for index in range(2)])
        targets = keras.utils.to_categorical(truths[at : at + 32], 4)
        with tf.GradientTape() as tape:
            x = rows[at : at + 32]
            for layer in model.layers[1:]:  # behind Normalization: the rows are standardised
                if isinstance(layer, layers.Dropout):
                    kept = next(uniform) >= np.float32(layer.rate)
                    x = x * (kept / (1 - layer.rate)).astype("float32")
                else:
                    x = layer(x)
            loss = tf.reduce_mean(keras.losses.categorical_crossentropy(targets, x))
        gradients = tape.gradient(loss, model.trainable_variables)
        first = first or gradients
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(float(loss))
    np.save(f"{folder}/gradient.npy", np.concatenate([np.ravel(one) for one in first]))
    return {**VERSIONS, "losses": losses, "shapes": [list(one.shape) for one in first]}


def predict(file, rows):
    model = keras.models.load_model(file)
    return {**VERSIONS, "name": model.name, "probabilities": model.predict(np.load(rows), verbose=0).tolist()}


def tune(file, rows, saved):
    model = keras.models.load_model(file)
    values = np.load(rows)
    label_count = model.output_shape[-1]
    truths = np.arange(len(values)) % label_count
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(values, truths, verbose=0)
    model.save(saved)
    return {**VERSIONS, "probabilities": model.predict(values, verbose=0).tolist()}


def make(folder):
    keras.utils.set_random_seed(7)
    random = np.random.default_rng(7)
    rows = random.normal(-100, 20, size=(4, 58)).round(3).astype("float32")
    adapted = layers.Normalization()
    adapted.adapt(rows)
    every_layer = [
        keras.Input((58,)),
        adapted,
        layers.Reshape((-1, 1)),
        layers.Conv1D(3, 5, strides=2, activation="relu"),
        layers.AveragePooling1D(3, strides=2, padding="same"),
        layers.Conv1D(2, 3, padding="same", use_bias=False),
        layers.Activation("elu"),
        layers.Dropout(0.5),
        layers.MaxPooling1D(2),
        layers.Flatten(),
        layers.Dense(4, activation="tanh"),
        layers.Dense(3, activation="softmax", name="labels_angry_very.20sad_calm"),
    ]
    unnamed = [
        keras.Input((58, 1)),
        layers.Normalization(axis=None, mean=-100.0, variance=400.0),
        layers.Conv1D(1, 4, activation="sigmoid"),
        layers.Flatten(),
        layers.Dense(2),
        layers.Softmax(),
    ]
    models = []
    for name, stack in {"every layer": every_layer, "unnamed": unnamed}.items():
        model = keras.Sequential(stack)
        path = f"{folder}/{name}.keras"
        model.save(path)
        with open(path, "rb") as file:
            text = base64.b64encode(gzip.compress(file.read(), mtime=0)).decode()
        models.append({"name": name, "file": text, "probabilities": model.predict(rows, verbose=0).tolist()})
    return {**VERSIONS, "rows": rows.tolist(), "models": models}


print(json.dumps({"step": step, "predict": predict, "tune": tune, "make": make}[sys.argv[1]](*sys.argv[2:])))
